package io.keyweave.observability;

import io.keyweave.SecretStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers from the store's state, at most a second old. */
final class SecretBean implements SecretMXBean {

    private final Supplier<@Nullable SecretStatus> now;

    SecretBean(Supplier<@Nullable SecretStatus> now) {
        this.now = now;
    }

    private SecretStatus status() {
        SecretStatus status = now.get();
        if (status == null) {
            throw new IllegalStateException("nobody reads this secret any more");
        }
        return status;
    }

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? -1 : duration.toMillis() / 1000.0;
    }

    @Override
    public String getState() {
        return status().state().name();
    }

    @Override
    public String getVersion() {
        String version = status().version();
        return version == null ? "" : version;
    }

    @Override
    public double getAgeSeconds() {
        return seconds(status().age());
    }

    @Override
    public double getTtlSeconds() {
        return seconds(status().ttl());
    }

    @Override
    public String getLastOutcome() {
        return StatusTable.outcome(status());
    }

    @Override
    public double getNextRefreshSeconds() {
        return seconds(status().nextRefresh());
    }

    @Override
    public String getExpires() {
        Instant expires = status().expires();
        return expires == null ? "" : expires.toString();
    }

    @Override
    public long getReads() {
        return status().reads();
    }

    @Override
    public long getStaleReads() {
        return status().staleReads();
    }

    @Override
    public long getRequests() {
        return status().fetches();
    }

    @Override
    public String[] getReadBy() {
        return status().origins().toArray(new String[0]);
    }
}
