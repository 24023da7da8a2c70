package io.keyweave.time;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when told: the same scheduler, back-off and rules as in production, in no time and with no thread. The
 * {@code simulate} command and the tests of every rule run on it. Thread-safe, though meant for one thread.
 */
public final class VirtualTime implements TimeSource {

    private static final int MOST_AT_ONCE = 10_000_000;

    private record Task(long due, long order, Runnable run) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final TreeSet<Task> tasks = new TreeSet<>();
    private int sameInstant;
    private long nanos;
    private long asleep;
    private long order;
    private Instant epoch;

    public VirtualTime() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Starts the wall clock at the instant given. */
    public VirtualTime(Instant start) {
        this.epoch = start;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return epoch.plusNanos(nanos).plusNanos(asleep);
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable task) {
        Task entry = new Task(nanos + Math.max(0, delay.toNanos()), order++, task);
        tasks.add(entry);
        return () -> {
            synchronized (this) {
                tasks.remove(entry);
            }
        };
    }

    @Override
    public void start(Runnable work) {
        work.run();
    }

    @Override
    public boolean await(CountDownLatch done, Duration timeout) {
        long end = nanos() + timeout.toNanos();
        while (done.getCount() > 0 && step(end)) {
            // Each step runs the next task that is due.
        }
        return done.getCount() == 0;
    }

    /** Moves both clocks on, running what becomes due in order, each at its time. */
    public void advance(Duration by) {
        long end = nanos() + by.toNanos();
        while (step(end)) {
            // Each step runs the next task that is due.
        }
    }

    /** Runs the next task due until {@code end}, or moves to {@code end} and returns false. */
    private boolean step(long end) {
        Runnable run = next(end);
        if (run == null) {
            return false;
        }
        run.run();
        return true;
    }

    private synchronized @Nullable Runnable next(long end) {
        Task task = tasks.isEmpty() ? null : tasks.first();
        if (task == null || task.due > end) {
            nanos = Math.max(nanos, end);
            return null;
        }
        tasks.pollFirst();
        sameInstant = task.due > nanos ? 0 : sameInstant + 1;
        if (sameInstant > MOST_AT_ONCE) {
            throw new IllegalStateException("time stands still: a task schedules itself for now, forever");
        }
        nanos = Math.max(nanos, task.due);
        return task.run;
    }

    /** Sets the wall clock forward or back, as a person or NTP does; the monotonic clock does not notice. */
    public synchronized void jump(Duration by) {
        epoch = epoch.plus(by);
    }

    /** The machine sleeps: the wall clock goes on, the monotonic one and every timer stand still. */
    public synchronized void suspend(Duration by) {
        asleep += by.toNanos();
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return tasks.size();
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
