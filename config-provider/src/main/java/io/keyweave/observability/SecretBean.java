package io.keyweave.observability;

import io.keyweave.SecretStatus;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One secret as it was at one time.
 *
 * @param status at most a second old
 * @param time for the end of its version
 */
record SecretBean(SecretStatus status, TimeSource time) implements SecretMXBean {

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? -1 : duration.toMillis() / 1000.0;
    }

    @Override
    public String getState() {
        return status.state().name();
    }

    @Override
    public int getHealthLevel() {
        return Metrics.level(status);
    }

    @Override
    public String getVersion() {
        String version = status.version();
        return version == null ? "" : version;
    }

    @Override
    public double getAgeSeconds() {
        return seconds(status.age());
    }

    @Override
    public double getTtlSeconds() {
        return seconds(status.ttl());
    }

    @Override
    public String getLastOutcome() {
        return StatusTable.outcome(status);
    }

    @Override
    public double getNextRefreshSeconds() {
        return seconds(status.nextRefresh());
    }

    @Override
    public String getExpires() {
        Instant expires = status.expires();
        return expires == null ? "" : expires.toString();
    }

    @Override
    public double getSecondsToExpiry() {
        Instant expires = status.expires();
        return expires == null
                ? Double.NaN
                : Duration.between(time.now(), expires).toMillis() / 1000.0;
    }

    @Override
    public double getSecondsLeft() {
        return SecretVersionBean.seconds(status.left());
    }

    @Override
    public long getReads() {
        return status.reads();
    }

    @Override
    public long getStaleReads() {
        return status.staleReads();
    }

    @Override
    public long getRequests() {
        return status.fetches();
    }

    @Override
    public long getFailures() {
        return status.failures();
    }

    @Override
    public long getRotations() {
        return status.rotations();
    }

    @Override
    public String[] getReadBy() {
        return status.origins().toArray(new String[0]);
    }
}
