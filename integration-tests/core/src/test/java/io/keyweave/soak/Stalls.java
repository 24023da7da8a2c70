package io.keyweave.soak;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * For how long the scheduler let a process wait although it wanted to run: a thread sleeps ten milliseconds again and again, and what it wakes up
 * late is kept, summed for each second of the wall clock. Holds the waits of both processes of a soak, each telling the other of its own, because a
 * request passes through both. Thread-safe.
 *
 * <p>Promises are about running time. On a machine with too little of it a refresh is late, and requests made in time arrive later, all at once;
 * neither is the agent's doing. So a limit is extended by what both processes had to wait in the time it is about, and by nothing else.
 */
final class Stalls {

    private static final long PAUSE = 10;

    /** Below that it is the timer's inaccuracy. */
    private static final long UNNOTICED = 5;

    private final ConcurrentSkipListMap<Long, Long> bySecond = new ConcurrentSkipListMap<>();

    /**
     * Watches this process from now on, on a daemon thread.
     *
     * @param tell takes the second of the wall clock and the milliseconds waited in it, once it is over
     */
    void watch(BiConsumer<Long, Long> tell) {
        Thread watch = new Thread(() -> watching(tell), "stalls");
        watch.setDaemon(true);
        watch.start();
    }

    private void watching(BiConsumer<Long, Long> tell) {
        long second = System.currentTimeMillis() / 1_000;
        long waited = 0;
        while (true) {
            long before = System.nanoTime();
            LockSupport.parkNanos(PAUSE * 1_000_000);
            long late = (System.nanoTime() - before) / 1_000_000 - PAUSE;
            waited += late > UNNOTICED ? late : 0;
            long now = System.currentTimeMillis() / 1_000;
            if (now != second) {
                if (waited > 0) {
                    add(second, waited);
                    tell.accept(second, waited);
                }
                second = now;
                waited = 0;
            }
        }
    }

    void add(long second, long millis) {
        bySecond.merge(second, millis, Long::sum);
    }

    /** Milliseconds that the two processes waited between two times of the wall clock, in milliseconds, both whole seconds included. */
    long within(long from, long to) {
        long sum = 0;
        for (long waited : bySecond.subMap(from / 1_000, true, to / 1_000, true).values()) {
            sum += waited;
        }
        return sum;
    }

    /** All of it. */
    long total() {
        return within(0, Long.MAX_VALUE);
    }
}
