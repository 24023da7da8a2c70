package io.keyweave.observability;

import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The store's state as a table for a terminal. */
public final class StatusTable {

    private static final List<String> HEAD = List.of(
            "SECRET", "STATE", "VERSION", "AGE", "TTL", "LAST", "NEXT", "EXPIRES", "GETS", "READS", "STALE", "READ BY");

    private StatusTable() {}

    /** One line for each secret, the worst first, and the totals. */
    public static String of(SecretResolver resolver) {
        return of(resolver.status(), resolver.requests());
    }

    static String of(List<SecretStatus> all, long requests) {
        List<SecretStatus> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((SecretStatus status) -> status.failure() == null)
                .thenComparing(status -> status.ref().toString()));
        TextTable table = new TextTable(HEAD);
        for (SecretStatus status : sorted) {
            table.add(row(status));
        }
        StringBuilder out = new StringBuilder(table.toString());
        Totals totals = Totals.of(all);
        out.append(String.format(
                Locale.ROOT,
                "%n%d secrets, %d stale, %d absent; %d GETs since the start; at these ttls %.0f GETs and $%.2f a month.%n",
                totals.secrets(),
                totals.stale(),
                totals.absent(),
                requests,
                totals.requestsPerMonth(),
                totals.dollarsPerMonth()));
        return out.toString();
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

    private static String span(@Nullable Duration duration) {
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
