package io.keyweave.store;

import io.keyweave.Failure;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A caller that waits for some secrets. Guarded by the store's lock. */
final class Waiter {

    /** What a caller waits for. */
    enum Until {
        /** A value, or a failure that trying again before the deadline would not cure. */
        SETTLED,
        /** The next outcome, whatever it is. */
        ANSWERED
    }

    private static final long TOO_LATE = 1_000_000_000L;

    final Until until;
    final long deadline;
    final Runnable whenDone;
    final Map<StoredSecret, Failure> failures = new IdentityHashMap<>();
    private int open;

    /** @param whenDone called without the lock when all secrets are answered; never when there are none */
    Waiter(Until until, long deadline, int secrets, Runnable whenDone) {
        this.until = until;
        this.deadline = deadline;
        this.open = secrets;
        this.whenDone = whenDone;
    }

    /**
     * Whether an outcome ends the wait; {@code next} is when the secret is tried again, on the monotonic clock. An attempt that began
     * in the last second would be cut off in the middle, and what it says of that would hide what this one found out.
     */
    boolean endsWith(@Nullable Failure failure, long next) {
        return until == Until.ANSWERED || failure == null || definite(failure) || next - deadline >= -TOO_LATE;
    }

    /** Whether the start of a JVM, or of one more file, waits: that is not held up by the limit that keeps refreshes frugal. */
    static boolean anyOfStart(Iterable<Waiter> waiters) {
        for (Waiter waiter : waiters) {
            if (waiter.until == Until.SETTLED) {
                return true;
            }
        }
        return false;
    }

    /** Whether another attempt a few seconds later would say the same. */
    static boolean definite(Failure failure) {
        return failure.kind().exitCode() != 69;
    }

    /** Takes one answer; returns whether it was the last. */
    boolean answer(StoredSecret secret, @Nullable Failure failure) {
        if (failure != null) {
            failures.put(secret, failure);
        }
        open--;
        return open == 0;
    }
}
