package io.keyweave.test.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition of a server that runs on its own clock: bounded, and over as soon as the condition holds. */
final class Eventually {

    /** Generous: the machine may be busy. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofMillis(50);

    private Eventually() {}

    /** Waits until the condition holds; one that throws does not hold yet. */
    static void holds(String what, Callable<Boolean> condition) {
        holds(what, PATIENCE, condition);
    }

    /** The same with a patience of the test's own. */
    static void holds(String what, Duration patience, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(STEP.toNanos());
        } while (System.nanoTime() < deadline);
        throw new AssertionError("waited in vain until " + what, last);
    }
}
