package io.keyweave.store;

import io.keyweave.time.Moment;
import org.jspecify.annotations.Nullable;

/** One request: queued, then sent, then answered. Guarded by the store's lock. */
final class InFlightFetch {

    final StoredSecret secret;
    final Moment queued;

    /** When it was sent, or {@code null} while it waits for a thread. */
    @Nullable
    Moment sent;

    /** Whether its time was cut short by the end of its caller's. */
    boolean cut;

    InFlightFetch(StoredSecret secret, Moment queued) {
        this.secret = secret;
        this.queued = queued;
    }

    /** What its age is counted from. */
    Moment begun() {
        Moment left = sent;
        return left == null ? queued : left;
    }
}
