package io.keyweave.time;

import java.time.Instant;

/**
 * One point in time on both clocks. The time between two moments is the larger of what the clocks say: a laptop that slept stopped
 * the monotonic clock, a wall clock set back must not make a value young again. Set forward, the wall clock makes values older
 * than they are, which costs a refresh and nothing else.
 *
 * @param nanos the monotonic clock
 * @param wallNanos the wall clock, nanoseconds since 1970 (good until the year 2262)
 */
public record Moment(long nanos, long wallNanos) {

    /** Both clocks, read now. */
    public static Moment now(TimeSource time) {
        Instant wall = time.now();
        return new Moment(time.nanos(), wall.getEpochSecond() * 1_000_000_000L + wall.getNano());
    }

    /** Nanoseconds from this moment to a later one, by the clock that says more; never negative. */
    public long until(Moment later) {
        return Math.max(0, Math.max(later.nanos - nanos, later.wallNanos - wallNanos));
    }
}
