package io.keyweave.store;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real clocks: one timer thread, and a few threads for work that blocks, which end when idle. */
final class SystemTime implements TimeSource {

    private static final long IDLE_SECONDS = 20;

    private final ThreadFactory threads;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private @Nullable ThreadPoolExecutor workers;
    private boolean closed;

    SystemTime(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, threads);
            timer.setRemoveOnCancelPolicy(true);
            timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }
        ScheduledFuture<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public synchronized void start(Runnable work) {
        if (closed) {
            return;
        }
        if (workers == null) {
            workers = new ThreadPoolExecutor(
                    WORKERS, WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
            workers.allowCoreThreadTimeOut(true);
        }
        workers.execute(work);
    }

    @Override
    public boolean await(CountDownLatch done, Duration timeout) throws InterruptedException {
        return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
