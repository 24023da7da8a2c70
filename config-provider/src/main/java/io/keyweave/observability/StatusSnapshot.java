package io.keyweave.observability;

import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import io.keyweave.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store's state as one scrape sees it. A monitoring system asks for ten attributes of each of a thousand beans, one by one: each asking the
 * store would be ten million entries looked at, and no two answers of one time. So the state is taken once and answers for a second. Thread-safe.
 */
final class StatusSnapshot {

    private static final long LIFETIME = 1_000_000_000L;

    /** What was taken at one time. */
    record Taken(long at, List<SecretStatus> all, Map<SecretRef, SecretStatus> byRef, Totals totals, long requests) {}

    private final SecretResolver resolver;
    private final TimeSource time;
    private @Nullable Taken last;

    StatusSnapshot(SecretResolver resolver, TimeSource time) {
        this.resolver = resolver;
        this.time = time;
    }

    synchronized Taken taken() {
        long now = time.nanos();
        Taken known = last;
        if (known == null || now - known.at >= LIFETIME) {
            List<SecretStatus> all = resolver.status();
            Map<SecretRef, SecretStatus> byRef = new HashMap<>(all.size() * 2);
            for (SecretStatus status : all) {
                byRef.put(status.ref(), status);
            }
            known = new Taken(now, all, byRef, Totals.of(all), resolver.requests());
            last = known;
        }
        return known;
    }
}
