package io.keyweave.store;

import io.keyweave.Secret;
import io.keyweave.time.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when the vault has not confirmed a value that is held, why, and so how long it may still be served. The hour of a refusal is not prolonged
 * by an outage that follows it, nor max-stale by a refusal. Guarded by the store's lock.
 */
final class Staleness {

    private final Rules rules;
    private @Nullable Moment since;
    private @Nullable Moment refusedSince;
    private @Nullable Moment missingSince;

    Staleness(Rules rules) {
        this.rules = rules;
    }

    /** The vault has confirmed the value. */
    void confirmed() {
        since = null;
        refusedSince = null;
        missingSince = null;
    }

    /** The value is of before this process, and was confirmed then. */
    void adopted(Moment confirmed) {
        since = confirmed;
    }

    /** An attempt that began then has failed, for whatever reason. */
    void failed(Moment begun) {
        if (since == null) {
            since = begun;
        }
    }

    /** The vault refuses to answer. */
    void refused(Moment now) {
        if (refusedSince == null) {
            refusedSince = now;
        }
    }

    /** The vault says that there is no such secret; returns the nanoseconds after which that counts if it still says so. */
    long missing(Moment now) {
        Moment first = missingSince;
        if (first == null) {
            first = now;
            missingSince = now;
        }
        return rules.confirmMissing().toNanos() - first.until(now);
    }

    /** Nanoseconds until the value held must go, {@link Long#MAX_VALUE} when nothing threatens it. */
    long left(Secret held, Moment now) {
        long left = Long.MAX_VALUE;
        if (since != null) {
            left = rules.maxStale().toNanos() - since.until(now);
        }
        if (refusedSince != null) {
            left = Math.min(left, rules.refusedStale().toNanos() - refusedSince.until(now));
        }
        Instant expires = held.expires();
        if (rules.failOnExpired() && expires != null) {
            left = Math.min(left, nanosTo(expires) - now.wallNanos());
        }
        return Math.max(0, left);
    }

    private static long nanosTo(Instant instant) {
        long seconds = Math.min(instant.getEpochSecond(), Long.MAX_VALUE / 2_000_000_000L);
        return seconds * 1_000_000_000L + instant.getNano();
    }
}
