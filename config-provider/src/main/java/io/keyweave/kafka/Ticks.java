package io.keyweave.kafka;

import io.keyweave.core.CachingResolver;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When Connect is to ask again ({@code connect-ttl}), and what it must find different then. Thread-safe. */
final class Ticks {

    /** How long after the store's refresh Connect comes back: the refresh needs its time. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The least ttl while the vault cannot be reached and the store tries again every second. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** The ttl for a connector that has no value yet: it costs one restart of a connector whose tasks have failed. */
    private static final Duration RETRY_START = Duration.ofSeconds(10);

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);

    /** Equals no value of any secret that works: what Connect compares, and what no task ever gets. */
    private static final String DIFFERENT = "keyweave: another version of the secret";

    private final Duration period;
    private final CachingResolver resolver;
    private final UnavailableSecrets unavailable;
    private final TimeSource time;

    Ticks(Duration period, CachingResolver resolver, UnavailableSecrets unavailable, TimeSource time) {
        this.period = period;
        this.resolver = resolver;
        this.unavailable = unavailable;
        this.time = time;
    }

    /** Milliseconds until Connect is to ask again, or {@code null} for never. Alters the texts of a baseline. */
    @Nullable
    Long next(Map<KeptVariables.Name, Variable> asked, Map<String, String> texts, HerderCall call) {
        long now = time.nanos();
        long ttl = Long.MAX_VALUE;
        long apart = 0;
        for (Map.Entry<KeptVariables.Name, Variable> entry : asked.entrySet()) {
            Variable variable = entry.getValue();
            String key = entry.getKey().key();
            Reload reload = variable.reload();
            if (reload == null) {
                continue;
            }
            reload.sees(String.valueOf(texts.get(key)), now);
            if (call == HerderCall.BASELINE && reload.differs(now)) {
                texts.put(key, DIFFERENT);
            }
            ttl = Math.min(ttl, remaining(variable));
            apart = Math.max(apart, reload.least(now));
        }
        if (ttl == Long.MAX_VALUE) {
            return null;
        }
        long promise = Math.max(ttl, apart);
        if (call.scheduled()) {
            for (Variable variable : asked.values()) {
                Reload reload = variable.reload();
                if (reload != null) {
                    reload.promise(now, promise);
                }
            }
        }
        return Duration.ofNanos(promise).toMillis();
    }

    /** Nanoseconds until the store will have refreshed the secret; bounded, so that no outage makes Connect restart in a frenzy. */
    private long remaining(Variable variable) {
        if (!variable.present() && unavailable.known(variable) != null) {
            return RETRY_START.toNanos();
        }
        Duration next = resolver.nextRefresh(variable.live());
        Duration half = period.dividedBy(2);
        Duration least = half.compareTo(RETRY) > 0 ? RETRY : half.compareTo(LEAST_TTL) < 0 ? LEAST_TTL : half;
        Duration wanted = (next == null ? least : next).plus(SLACK);
        return (wanted.compareTo(least) < 0 ? least : wanted).toNanos();
    }
}
