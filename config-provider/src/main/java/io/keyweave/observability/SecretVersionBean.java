package io.keyweave.observability;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers from the state of store and logins, at most a second old. */
final class SecretVersionBean implements SecretVersionMXBean {

    private final Supplier<@Nullable VersionStatus> now;

    SecretVersionBean(Supplier<@Nullable VersionStatus> now) {
        this.now = now;
    }

    private VersionStatus status() {
        VersionStatus status = now.get();
        if (status == null) {
            throw new IllegalStateException("nothing is known of this version any more");
        }
        return status;
    }

    static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
    }

    @Override
    public int getServed() {
        return status().served() ? 1 : 0;
    }

    @Override
    public double getSecondsSinceFetch() {
        return seconds(status().fetched());
    }

    @Override
    public double getSecondsSinceLogin() {
        return seconds(status().login());
    }

    @Override
    public long getLogins() {
        return status().logins();
    }

    @Override
    public int getCopies() {
        return status().copies();
    }
}
