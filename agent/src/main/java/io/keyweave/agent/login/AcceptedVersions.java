package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Which versions logins have succeeded with, how often, and when last: whether a former one is still needed. Of a secret the eight versions are known
 * that were used last. Thread-safe.
 */
public final class AcceptedVersions {

    private static final int MOST_SECRETS = 1000;
    private static final int MOST_VERSIONS = 8;

    private final LongSupplier nanos;
    private final Map<SecretRef, Map<String, Accepted>> secrets = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder former = new LongAdder();

    /**
     * Logins with one version.
     *
     * @param count how many
     * @param last when the last one was, on the monotonic clock
     */
    public record Accepted(long count, long last) {}

    AcceptedVersions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A server has refused one. */
    void refused() {
        refused.increment();
    }

    /** A server has accepted one whose version was not the current one. */
    void former() {
        former.increment();
    }

    void accepted(SecretRef secret, String version) {
        if (secrets.size() >= MOST_SECRETS && !secrets.containsKey(secret)) {
            return;
        }
        long now = nanos.getAsLong();
        Map<String, Accepted> versions = secrets.computeIfAbsent(secret, s -> new LinkedHashMap<>(4));
        synchronized (versions) {
            Accepted before = versions.remove(version);
            versions.put(version, new Accepted(before == null ? 1 : before.count + 1, now));
            if (versions.size() > MOST_VERSIONS) {
                versions.remove(versions.keySet().iterator().next());
            }
        }
    }

    /** By version; the newest last. */
    public Map<String, Accepted> of(SecretRef secret) {
        Map<String, Accepted> versions = secrets.get(secret);
        if (versions == null) {
            return Map.of();
        }
        synchronized (versions) {
            return new LinkedHashMap<>(versions);
        }
    }

    /** Refused logins so far. */
    public long refusedLogins() {
        return refused.sum();
    }

    /** Logins so far that were accepted with a version that was not the current one. */
    public long formerLogins() {
        return former.sum();
    }
}
