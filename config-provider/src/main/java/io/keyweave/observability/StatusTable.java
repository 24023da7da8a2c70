package io.keyweave.observability;

import io.keyweave.Failure;
import io.keyweave.KeyweaveVersion;
import io.keyweave.RequestCost;
import io.keyweave.SecretStatus;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store's state as a table for a terminal. */
public final class StatusTable {

    private static final List<String> HEAD = List.of(
            "SECRET", "STATE", "VERSION", "AGE", "TTL", "LAST", "NEXT", "EXPIRES", "GETS", "READS", "STALE", "READ BY");

    private static final List<String> VERSIONS_HEAD =
            List.of("SECRET", "VERSION", "SERVED", "FETCHED", "LOGINS", "LAST LOGIN", "OLD COPIES");

    private static final List<String> COSTS_HEAD =
            List.of("SCHEME", "REQUESTS", "A MONTH", "DOLLARS A MONTH", "FOR 10,000", "A SECRET AND MONTH");

    private StatusTable() {}

    /** One line for each secret, the worst first, the totals, and which versions are still used. */
    public static String of(StatusSnapshot snapshot) {
        StatusSnapshot.Taken taken = snapshot.taken();
        TextTable table = new TextTable(HEAD);
        for (SecretStatus status : worstFirst(taken.all())) {
            table.add(row(status));
        }
        StringBuilder out = new StringBuilder(table.toString());
        Totals totals = taken.totals();
        boolean keyVaultOnly = keyVaultOnly(taken.schemes());
        String unit = keyVaultOnly ? "GETs" : "requests";
        out.append(String.format(
                Locale.ROOT,
                "%n%s: %d secrets, %d stale, %d absent; %d %s since the start",
                totals.health().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                totals.secrets(),
                totals.stale(),
                totals.absent(),
                keyVaultOnly ? taken.requests() : requests(taken.schemes()),
                unit));
        if (snapshot.offline()) {
            out.append(String.format(", none to a vault (offline).%n"));
        } else {
            Double dollars = SchemeTotals.dollarsPerMonth(taken.schemes());
            out.append(String.format(
                    Locale.ROOT,
                    "; at these ttls %,.0f %s%s a month.%n",
                    totals.requestsPerMonth(),
                    unit,
                    dollars == null ? "" : String.format(Locale.ROOT, " and $%.2f", dollars)));
            out.append(keyVaultOnly ? "" : costs(taken.schemes()));
        }
        return out.append(reasons(taken.all()))
                .append(versions(taken.versions().values(), snapshot.uses()))
                .append(String.format("Keyweave %s%n", KeyweaveVersion.text()))
                .toString();
    }

    /** Why refreshes fail, once for each reason, with the code by which the documentation is searched. */
    private static String reasons(List<SecretStatus> all) {
        Map<String, SecretStatus> first = new LinkedHashMap<>();
        Map<String, Integer> concerned = new HashMap<>();
        for (SecretStatus status : worstFirst(all)) {
            Failure failure = status.failure();
            if (failure != null) {
                String reason =
                        failure.cause() + (failure.messageCode() == null ? "" : " (" + failure.messageCode() + ")");
                first.putIfAbsent(reason, status);
                concerned.merge(reason, 1, Integer::sum);
            }
        }
        StringBuilder out = new StringBuilder();
        first.forEach((reason, status) -> {
            int others = concerned.getOrDefault(reason, 1) - 1;
            Duration left = status.left();
            out.append(String.format(
                    "%s%s: %s%s%n",
                    status.ref(),
                    others == 0 ? "" : " and " + others + " more",
                    reason,
                    left == null ? "" : " Served for up to " + DurationText.roughly(left) + " more."));
        });
        return out.toString();
    }

    private static boolean keyVaultOnly(List<SchemeTotals> schemes) {
        for (SchemeTotals one : schemes) {
            if (!one.scheme().equals(PlaceholderParser.KEY_VAULT)) {
                return false;
            }
        }
        return true;
    }

    private static long requests(List<SchemeTotals> schemes) {
        long requests = 0;
        for (SchemeTotals one : schemes) {
            requests += one.requests();
        }
        return requests;
    }

    private static String costs(List<SchemeTotals> schemes) {
        TextTable table = new TextTable(COSTS_HEAD);
        boolean kept = false;
        for (SchemeTotals one : schemes) {
            RequestCost cost = one.cost();
            kept |= cost != null && cost.dollarsPerSecretAndMonth() > 0;
            table.add(List.of(
                    one.scheme(),
                    Long.toString(one.requests()),
                    String.format(Locale.ROOT, "%,.0f", one.requestsPerMonth()),
                    dollars(one.dollarsPerMonth()),
                    dollars(cost == null ? null : cost.dollarsPer10000Requests()),
                    dollars(
                            cost == null || cost.dollarsPerSecretAndMonth() == 0
                                    ? null
                                    : cost.dollarsPerSecretAndMonth())));
        }
        return String.format(
                "%n%s%s",
                table, kept ? String.format("What keeping a secret costs is not in the dollars a month.%n") : "");
    }

    private static String dollars(@Nullable Double dollars) {
        return dollars == null ? "-" : String.format(Locale.ROOT, "$%.2f", dollars);
    }

    /** Nothing as long as there is but one version of each secret and nobody has logged in. */
    private static String versions(Collection<VersionStatus> all, VersionUses uses) {
        TextTable table = new TextTable(VERSIONS_HEAD);
        boolean any = false;
        for (VersionStatus one : all) {
            any |= !one.served() || one.logins() > 0;
            table.add(List.of(
                    one.vault() + "/" + one.secret(),
                    one.version(),
                    one.served() ? "yes" : "no",
                    ago(one.fetched()),
                    Long.toString(one.logins()),
                    ago(one.login()),
                    Integer.toString(one.copies())));
        }
        return any
                ? String.format(
                        "%n%s%n%d logins with a former version, %d refused.%n",
                        table, uses.formerLogins(), uses.refusedLogins())
                : "";
    }

    static String ago(@Nullable Duration duration) {
        return duration == null ? "-" : span(duration) + " ago";
    }

    static List<SecretStatus> worstFirst(List<SecretStatus> all) {
        List<SecretStatus> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((SecretStatus status) -> status.failure() == null)
                .thenComparing(status -> status.ref().toString()));
        return sorted;
    }

    private static List<String> row(SecretStatus status) {
        String version = status.version();
        Instant expires = status.expires();
        return List.of(
                status.ref().toString(),
                status.state().name().toLowerCase(Locale.ROOT),
                version == null ? "-" : version.length() <= 12 ? version : version.substring(0, 8) + "..",
                span(status.age()),
                status.ref().pinned() ? "pinned" : span(status.ttl()),
                outcome(status),
                span(status.nextRefresh()),
                expires == null ? "-" : expires.toString().substring(0, 10),
                Long.toString(status.fetches()),
                Long.toString(status.reads()),
                Long.toString(status.staleReads()),
                String.join(", ", status.origins()));
    }

    static String outcome(SecretStatus status) {
        return status.failure() == null ? "OK" : status.failure().kind().name();
    }

    static String span(@Nullable Duration duration) {
        if (duration == null) {
            return "-";
        }
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        return seconds / 3600 + "h" + seconds / 60 % 60 + "m";
    }
}
