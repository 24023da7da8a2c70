package io.keyweave.kafka;

import io.keyweave.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many secrets may be fetched only because somebody validates a configuration: {@link #BURST} at once, {@link #PER_SECOND} over time.
 * Whoever may call {@code PUT .../config/validate} chooses the variables, and each is a request to the vault. Thread-safe.
 */
final class ValidationBudget {

    static final int BURST = 100;
    static final int PER_SECOND = 5;

    /** The longest that a call waits: about what a start waits for a vault. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TimeSource time;
    private double left = BURST;
    private long counted;

    ValidationBudget(TimeSource time) {
        this.time = time;
        this.counted = time.nanos();
    }

    /** Takes that many; returns how long the caller is to wait before it fetches, {@code null} when it must not. */
    synchronized @Nullable Duration take(int secrets) {
        long now = time.nanos();
        left = Math.min(BURST, left + (now - counted) / 1e9 * PER_SECOND);
        counted = now;
        double missing = secrets - left;
        if (secrets > BURST || missing / PER_SECOND > PATIENCE.toSeconds()) {
            return null;
        }
        left -= secrets;
        return missing <= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(missing * 1000 / PER_SECOND));
    }
}
