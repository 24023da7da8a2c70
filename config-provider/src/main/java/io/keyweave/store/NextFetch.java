package io.keyweave.store;

import io.keyweave.time.Moment;
import java.time.Duration;

/** When a secret is fetched next: so long after the last attempt as its ttl, a failure or the scheduler says. Guarded by the store's lock. */
final class NextFetch {

    private Duration ttl;
    private Moment attempted;
    private long interval;
    private int failures;

    /** A secret that was only bound is not fetched before somebody requires it. */
    private boolean asked;

    NextFetch(Duration ttl, Moment now) {
        this.ttl = ttl;
        this.attempted = now;
    }

    /** Takes the ttl from now on; returns whether that makes it due earlier. */
    boolean ttl(Duration smallest) {
        // A tenth more is within the promise: the ttls of a crowd change a little with each that comes or goes.
        long enough = smallest.toNanos() + smallest.toNanos() / 10;
        boolean earlier = smallest.compareTo(ttl) < 0 && interval > enough && failures == 0;
        if (earlier) {
            interval = smallest.toNanos();
        }
        ttl = smallest;
        return earlier;
    }

    Duration ttl() {
        return ttl;
    }

    /** When the last attempt began, or a failure came. */
    Moment attempted() {
        return attempted;
    }

    /** The same on the monotonic clock. */
    long attemptedAt() {
        return attempted.nanos();
    }

    /** When the next attempt is due by the monotonic clock alone. */
    long dueAt() {
        return attempted.nanos() + interval;
    }

    /** Sets the time from the last attempt to the next. */
    void interval(long nanos) {
        interval = nanos;
    }

    /** How long a fetch has been due, in nanoseconds. */
    long lateAt(Moment now) {
        return attempted.until(now) - interval;
    }

    /** Nanoseconds until it is due; 0 when it is; {@link Long#MAX_VALUE} when nobody has asked for it. */
    long dueIn(Moment now) {
        return asked ? Math.max(0, -lateAt(now)) : Long.MAX_VALUE;
    }

    /** As soon as possible. */
    void dueNow() {
        asked = true;
        interval = 0;
    }

    /** Failed attempts in a row so far. */
    int failures() {
        return failures;
    }

    void begun(Moment now) {
        attempted = now;
        asked = true;
    }

    void sent(Moment now) {
        attempted = now;
    }

    /** Nothing was asked: to be tried again after the back-off. */
    void unsent(Moment now, long backoff) {
        attempted = now;
        interval = backoff;
    }

    /** Due after a ttl, unless the scheduler says otherwise. */
    void succeeded() {
        failures = 0;
        interval = ttl.toNanos();
    }

    /** @param backoff nanoseconds to the next attempt if nothing else decides it */
    void failed(Moment now, long backoff) {
        failures++;
        attempted = now;
        interval = backoff;
    }

    /** It is certain that there is no value: a ttl, and up to a tenth more. */
    void absent(double jitter) {
        interval = (long) (ttl.toNanos() * (1 + jitter / 10));
    }
}
