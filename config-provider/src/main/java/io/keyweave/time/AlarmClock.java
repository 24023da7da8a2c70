package io.keyweave.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs short tasks when their time has come, on one thread that is made for the first of them. Thread-safe.
 *
 * <p>What it is for must outlive a full heap: an application that catches one {@code OutOfMemoryError} and goes on expects its passwords to go on
 * being refreshed. So the thread allocates nothing of its own, and a task that throws, whatever it throws, is run again a second later.
 *
 * <p>Why not {@code ScheduledThreadPoolExecutor}: it drops a task that throws without a word, and its thread allocates on its way to sleep, may die of
 * that, and is replaced only if there is memory for another one. Tried on JDK 17 and 25 with a heap that was full for seconds: no
 * secret was refreshed any more.
 */
final class AlarmClock implements AutoCloseable {

    private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadFactory threads;

    /** Few: one for all refreshes of a store, one for each caller that waits. */
    private final List<Alarm> alarms = new ArrayList<>();

    private @Nullable Thread thread;
    private boolean closed;

    AlarmClock(ThreadFactory threads) {
        this.threads = threads;
    }

    private final class Alarm implements TimeSource.Scheduled {
        private final Runnable task;
        private long at;

        Alarm(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            forget(this);
        }
    }

    synchronized TimeSource.Scheduled after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(System.nanoTime() + delay.toNanos(), task);
        if (closed) {
            return alarm;
        }
        if (thread == null) {
            Thread made = threads.newThread(this::run);
            made.start();
            thread = made;
        }
        alarms.add(alarm);
        notifyAll();
        return alarm;
    }

    private synchronized void forget(Alarm alarm) {
        alarms.remove(alarm);
    }

    private void run() {
        while (true) {
            try {
                Alarm due = next();
                if (due == null) {
                    return;
                }
                due.task.run();
                forget(due);
            } catch (Throwable failure) {
                // Still in the list, unless it was taken back: it runs again. There may be no memory to say so in.
            }
        }
    }

    /** Waits for the first alarm; {@code null} when the clock is closed. It stays in the list, for a second later in case it fails. */
    private synchronized @Nullable Alarm next() {
        while (!closed) {
            Alarm first = null;
            for (int i = 0; i < alarms.size(); i++) {
                Alarm alarm = alarms.get(i);
                if (first == null || alarm.at - first.at < 0) {
                    first = alarm;
                }
            }
            long now = System.nanoTime();
            if (first != null && first.at - now <= 0) {
                first.at = now + AGAIN;
                return first;
            }
            try {
                wait(first == null ? 0 : (first.at - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
            } catch (InterruptedException e) {
                // By an application that interrupts every thread it finds; there is nothing to give up here.
            }
        }
        return null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarms.clear();
        notifyAll();
    }
}
