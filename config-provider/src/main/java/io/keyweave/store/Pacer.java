package io.keyweave.store;

/** Lets at most so many requests begin in any one second. */
final class Pacer {

    private static final long SECOND = 1_000_000_000L;

    /** When the last requests began, a ring. */
    private final long[] begun;

    private int count;

    Pacer(int perSecond) {
        this.begun = new long[perSecond];
    }

    /** Nanoseconds until the next request may begin; 0 for now. */
    long pause(long nanos) {
        return count < begun.length ? 0 : Math.max(0, begun[count % begun.length] + SECOND - nanos);
    }

    /** Counts a request that begins now, whether it waited or not. */
    void begin(long nanos) {
        begun[count % begun.length] = nanos;
        // Stays within the ring's second turn, so that it never overflows.
        count = count + 1 >= 2 * begun.length ? begun.length : count + 1;
    }
}
