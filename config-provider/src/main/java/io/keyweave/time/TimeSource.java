package io.keyweave.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * Time, and the threads that follow it. Everything in Keyweave that measures or waits does it here, so that tests and the
 * {@code simulate} command run the same code on a {@link VirtualTime}.
 *
 * <p>Two clocks, because neither is enough: the monotonic one stands still while a laptop sleeps, the wall clock jumps.
 */
public interface TimeSource extends AutoCloseable {

    /**
     * Fetches at once, and so the most connections to a vault. A hundred secrets at 20 ms are seven rounds; a further connection costs a cold JVM
     * a TLS handshake, with which it could make twenty requests.
     */
    int WORKERS = 16;

    /** The monotonic clock, in nanoseconds from an arbitrary start. */
    long nanos();

    /** The wall clock. */
    Instant now();

    /** Runs the task once, not before {@code delay} has passed. The task is short and does not block. */
    Scheduled after(Duration delay, Runnable task);

    /** Runs work that may block, at once, elsewhere; a virtual clock runs it on the calling thread. */
    void start(Runnable work);

    /** Lets up to so many pieces of such work run at once from now on; fewer than before changes nothing. */
    default void widen(int workers) {}

    /**
     * Waits until {@code done} is at zero or the time is over; a virtual clock moves itself on instead of waiting.
     *
     * @return whether {@code done} is at zero
     * @throws InterruptedException when the thread is interrupted while waiting
     */
    boolean await(CountDownLatch done, Duration timeout) throws InterruptedException;

    /**
     * Does the same for those whom an interrupt must not let go without what they wait for. The thread stays interrupted.
     *
     * @return whether {@code done} is at zero
     */
    default boolean awaitAnyway(CountDownLatch done, Duration timeout) {
        long end = nanos() + timeout.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(done, Duration.ofNanos(Math.max(0, end - nanos())));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the threads. Scheduled tasks do not run any more. */
    @Override
    void close();

    /** A task that is to run. */
    interface Scheduled {
        /** Takes the task back if it has not begun. */
        void cancel();
    }

    /** The system's clocks, with threads from the factory, made when first needed. */
    static TimeSource system(ThreadFactory threads) {
        return new SystemTime(threads);
    }
}
