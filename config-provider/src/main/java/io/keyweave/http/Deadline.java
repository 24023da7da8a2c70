package io.keyweave.http;

import java.time.Duration;

/**
 * The moment by which something has to be over, on the monotonic clock. Everything below a fetch (name look-up, connect, TLS,
 * every single read) asks the same deadline how much is left, so that a server sending one byte a second cannot win time.
 */
public final class Deadline {

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /** @param time from now on; zero or less is over at once */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** This deadline, or {@code time} from now when that is earlier. */
    public Deadline atMost(Duration time) {
        long other = System.nanoTime() + time.toNanos();
        return other - endNanos < 0 ? new Deadline(other) : this;
    }

    public boolean over() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** What is left, never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** What is left for a socket call, whose time-out of 0 would mean forever: at least 1. */
    int millis() {
        long left = (endNanos - System.nanoTime()) / 1_000_000;
        return (int) Math.max(1, Math.min(left, Integer.MAX_VALUE));
    }
}
