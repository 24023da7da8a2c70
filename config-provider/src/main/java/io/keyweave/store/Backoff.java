package io.keyweave.store;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a failure: 1 to 2 s after the first, doubling up to min(60 s, max(ttl, 2 s)), each drawn from the upper half
 * so that the JVMs of a fleet drift apart. {@code Retry-After} counts when it asks for more and for at most a minute, as Key Vault does;
 * an answer of 86400 is a proxy's idea, and must not freeze a JVM for a day, nor for a minute.
 */
final class Backoff {

    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST = 60 * SECOND;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Nanoseconds until the next attempt.
     *
     * @param failures how many attempts in a row have failed, at least 1
     * @param ttl the secret's ttl
     * @param retryAfter what the service asked for
     */
    long after(int failures, Duration ttl, @Nullable Duration retryAfter) {
        long cap = Math.min(LONGEST, Math.max(ttl.toNanos(), 2 * SECOND));
        long step = Math.min(cap, 2 * SECOND << Math.min(failures - 1, 10));
        long wait = step / 2 + random.nextLong(step / 2 + 1);
        if (retryAfter != null && !retryAfter.isNegative() && retryAfter.compareTo(Duration.ofNanos(LONGEST)) <= 0) {
            long asked = retryAfter.toNanos();
            wait = Math.max(wait, asked + random.nextLong(asked / 10 + 1));
        }
        return wait;
    }
}
