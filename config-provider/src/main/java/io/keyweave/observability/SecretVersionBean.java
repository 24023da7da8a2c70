package io.keyweave.observability;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One version as it was at one time.
 *
 * @param status of store and logins, at most a second old
 */
record SecretVersionBean(VersionStatus status) implements SecretVersionMXBean {

    static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
    }

    @Override
    public int getServed() {
        return status.served() ? 1 : 0;
    }

    @Override
    public double getSecondsSinceFetch() {
        return seconds(status.fetched());
    }

    @Override
    public double getSecondsSinceLogin() {
        return seconds(status.login());
    }

    @Override
    public long getLogins() {
        return status.logins();
    }

    @Override
    public int getCopies() {
        return status.copies();
    }
}
