package io.keyweave.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When Connect is to ask for one variable again, and what it must find different then. Thread-safe.
 *
 * <p>Every answer with a ttl is a promise: whoever got it comes back by then. When the value changes, those who hold an older one come
 * back by the last promise made with it, and Connect may then take its baseline ({@link HerderCall#BASELINE}): until that time,
 * and a margin for the restart of a slow connector, the baseline is answered with something that equals no value, so their tasks are
 * restarted. Whoever gets the new value is asked back only after that time: its tasks are not restarted again.
 *
 * <pre>
 *   promised with v1        v2 seen       last promise of v1    + margin     first promise of v2
 *   ----|-----------------------|------------------|------------------|------------------|--------
 *                                 baseline: differs from v1 and v2    |  baseline: v2
 * </pre>
 */
final class Reload {

    private static final Duration LEAST_MARGIN = Duration.ofSeconds(5);
    private static final Duration MOST_MARGIN = Duration.ofMinutes(1);

    /** How much later than {@link #differsUntil} the first promise of a new value is. */
    private static final Duration APART = Duration.ofSeconds(1);

    private final long margin;
    private @Nullable String last;
    private long promised = Long.MIN_VALUE;
    private long differsUntil = Long.MIN_VALUE;

    /** @param period the time between two ticks */
    Reload(Duration period) {
        Duration half = period.dividedBy(2);
        Duration bounded = half.compareTo(LEAST_MARGIN) < 0 ? LEAST_MARGIN : half;
        this.margin = (bounded.compareTo(MOST_MARGIN) > 0 ? MOST_MARGIN : bounded).toNanos();
    }

    /** Takes in what the variable represents now. */
    synchronized void sees(String text, long now) {
        if (last != null && !last.equals(text) && promised != Long.MIN_VALUE) {
            differsUntil = Math.max(now, promised) + margin;
        }
        last = text;
    }

    /** Whether the baseline must differ from every value. */
    synchronized boolean differs(long now) {
        return differsUntil != Long.MIN_VALUE && now < differsUntil;
    }

    /** The least ttl, in nanoseconds, that keeps those with the new value apart from those with an older one. */
    synchronized long least(long now) {
        return differs(now) ? differsUntil - now + APART.toNanos() : 0;
    }

    /** Until when somebody is expected to ask, {@link Long#MIN_VALUE} for nobody. */
    synchronized long promisedUntil() {
        return promised;
    }

    /** Records the ttl of an answer that Connect schedules. */
    synchronized void promise(long now, long ttl) {
        promised = Math.max(promised, now + ttl);
    }
}
