package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.store.Rules;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Warns once a day, from 30 days before, about what a provider depends on and what ends, such as the client certificate of its identity:
 * secrets that expire are served on, but an identity that expires takes all of them with it. Looked at when secrets are fetched, at
 * most once an hour, since looking may read a file. Thread-safe.
 */
final class CredentialExpiryMonitor {

    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final TimeSource time;
    private final EventLog log;
    private final StoreWatch watch;
    private final Map<ConfigProvider, Instant> looked = new HashMap<>();
    private final Map<String, Instant> warned = new HashMap<>();

    CredentialExpiryMonitor(TimeSource time, EventLog log, StoreWatch watch) {
        this.time = time;
        this.log = log;
        this.watch = watch;
    }

    void look(ConfigProvider provider) {
        Instant now = time.now();
        if (!due(looked, provider, now, BETWEEN_LOOKS)) {
            return;
        }
        provider.expiries().forEach((what, ends) -> {
            Duration left = Duration.between(now, ends);
            if (left.compareTo(Rules.EXPIRY_NEAR) < 0 && due(warned, what, now, BETWEEN_WARNINGS)) {
                log.write(LogEvent.of(
                                left.isNegative() ? ResolverMessages.IDENTITY_ENDED : ResolverMessages.IDENTITY_ENDS)
                        .with("what", what)
                        .with("left", left.isNegative() ? null : left)
                        .with("soon", left.compareTo(Rules.EXPIRY_SOON) < 0 ? "very soon" : null)
                        .with("expires", ends));
                watch.identityEndNear(what, ends);
            }
        });
    }

    private synchronized <K> boolean due(Map<K, Instant> last, K key, Instant now, Duration pause) {
        Instant before = last.get(key);
        if (before != null && now.isBefore(before.plus(pause))) {
            return false;
        }
        last.put(key, now);
        return true;
    }
}
