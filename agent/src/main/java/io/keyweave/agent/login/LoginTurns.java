package io.keyweave.agent.login;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many logins of one account may be under way at a time: as many may be refused before the first refusal is known. Four to begin with,
 * and one more for each that succeeds, so that a pool which fills up is not held back; four again after a refusal, or when nothing has
 * succeeded for ten seconds. Nobody waits longer than a quarter of a second. Thread-safe.
 */
final class LoginTurns {

    private static final int FEWEST = 4;
    private static final int MOST = 64;
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LASTING = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private int allowed = FEWEST;
    private int taken;
    private long succeeded;

    LoginTurns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Waits for a turn.
     *
     * @return whether it got one, to be handed to {@link #leave}
     */
    synchronized boolean enter() {
        if (allowed > FEWEST && nanos.getAsLong() - succeeded > LASTING) {
            allowed = FEWEST;
        }
        long end = System.nanoTime() + PATIENCE;
        while (taken >= allowed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        taken++;
        return true;
    }

    synchronized void leave(boolean entered) {
        if (entered) {
            taken--;
            notify();
        }
    }

    synchronized void succeeded() {
        succeeded = nanos.getAsLong();
        if (allowed < MOST) {
            allowed++;
            notify();
        }
    }

    synchronized void refused() {
        allowed = FEWEST;
    }
}
