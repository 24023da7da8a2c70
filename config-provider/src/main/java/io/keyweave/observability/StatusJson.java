package io.keyweave.observability;

import io.keyweave.KeyweaveVersion;
import io.keyweave.RequestCost;
import io.keyweave.SecretStatus;
import io.keyweave.text.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store's state for programs. What is not known is not there. */
public final class StatusJson {

    private StatusJson() {}

    /** As maps, lists, texts and numbers. */
    public static Map<String, Object> of(StatusSnapshot snapshot) {
        StatusSnapshot.Taken taken = snapshot.taken();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("keyweave", KeyweaveVersion.text());
        all.put("time", snapshot.time().now().toString());
        all.put("health", taken.totals().health().name());
        all.put("requests", taken.requests());
        all.put("requestsByOutcome", taken.outcomes());
        all.put("refusedLogins", snapshot.uses().refusedLogins());
        all.put("formerLogins", snapshot.uses().formerLogins());
        if (!snapshot.offline()) {
            all.put("requestsPerMonth", Math.round(taken.totals().requestsPerMonth()));
            put(all, "dollarsPerMonth", cents(SchemeTotals.dollarsPerMonth(taken.schemes())));
            List<Object> services = new ArrayList<>();
            for (SchemeTotals scheme : taken.schemes()) {
                services.add(service(scheme));
            }
            all.put("services", services);
        }
        if (!Double.isNaN(taken.toIdentityEnd())) {
            all.put("identityEndsInSeconds", Math.round(taken.toIdentityEnd()));
        }
        List<Object> secrets = new ArrayList<>();
        for (SecretStatus status : StatusTable.worstFirst(taken.all())) {
            secrets.add(secret(status));
        }
        all.put("secrets", secrets);
        List<Object> versions = new ArrayList<>();
        for (VersionStatus version : taken.versions().values()) {
            versions.add(version(version));
        }
        all.put("versions", versions);
        return all;
    }

    private static Map<String, Object> service(SchemeTotals scheme) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("scheme", scheme.scheme());
        one.put("requests", scheme.requests());
        one.put("requestsPerMonth", Math.round(scheme.requestsPerMonth()));
        put(one, "dollarsPerMonth", cents(scheme.dollarsPerMonth()));
        RequestCost cost = scheme.cost();
        if (cost != null) {
            one.put("dollarsPer10000Requests", cost.dollarsPer10000Requests());
            one.put("dollarsPerSecretAndMonth", cost.dollarsPerSecretAndMonth());
            one.put("published", cost.source());
        }
        return one;
    }

    private static @Nullable Double cents(@Nullable Double dollars) {
        return dollars == null ? null : Math.round(dollars * 100) / 100.0;
    }

    private static Map<String, Object> secret(SecretStatus status) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("secret", status.ref().toString());
        one.put("state", status.state().name());
        put(one, "version", status.version());
        seconds(one, "ageSeconds", status.age());
        seconds(one, "ttlSeconds", status.ref().pinned() ? null : status.ttl());
        one.put("lastOutcome", StatusTable.outcome(status));
        if (status.failure() != null) {
            put(one, "reason", status.failure().messageCode());
            one.put("cause", status.failure().cause());
            one.put("remedy", status.failure().remedy());
        }
        seconds(one, "nextRefreshSeconds", status.nextRefresh());
        seconds(one, "servedForSeconds", status.left());
        Instant expires = status.expires();
        put(one, "expires", expires == null ? null : expires.toString());
        one.put("requests", status.fetches());
        one.put("failures", status.failures());
        one.put("rotations", status.rotations());
        one.put("reads", status.reads());
        one.put("staleReads", status.staleReads());
        one.put("readBy", status.origins());
        return one;
    }

    private static Map<String, Object> version(VersionStatus version) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("secret", version.vault() + "/" + version.secret());
        one.put("version", version.version());
        one.put("served", version.served());
        seconds(one, "fetchedSecondsAgo", version.fetched());
        one.put("logins", version.logins());
        seconds(one, "loginSecondsAgo", version.login());
        one.put("copies", version.copies());
        return one;
    }

    private static void seconds(Map<String, Object> one, String name, @Nullable Duration duration) {
        put(one, name, duration == null ? null : duration.toSeconds());
    }

    private static void put(Map<String, Object> one, String name, @Nullable Object value) {
        if (value != null) {
            one.put(name, value);
        }
    }

    /** Maps, lists, texts, numbers and truth values as JSON, indented. */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, "\n");
        return out.append('\n').toString();
    }

    private static void append(StringBuilder out, Object value, String line) {
        String inner = line + "  ";
        String separator = "";
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator).append(inner);
                append(out, String.valueOf(entry.getKey()), inner);
                out.append(": ");
                append(out, entry.getValue(), inner);
                separator = ",";
            }
            out.append(map.isEmpty() ? "}" : line + "}");
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (Object one : list) {
                out.append(separator).append(inner);
                append(out, one, inner);
                separator = ",";
            }
            out.append(list.isEmpty() ? "]" : line + "]");
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            out.append('"').append(JsonText.escaped(value.toString())).append('"');
        }
    }
}
