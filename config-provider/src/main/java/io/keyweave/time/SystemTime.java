package io.keyweave.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real clocks: one timer thread, and a few threads for work that blocks, which end when idle. */
final class SystemTime implements TimeSource {

    private static final long IDLE_SECONDS = 20;

    private final ThreadFactory threads;
    private final AlarmClock alarms;
    private @Nullable ThreadPoolExecutor workers;
    private boolean closed;

    SystemTime(ThreadFactory threads) {
        this.threads = threads;
        this.alarms = new AlarmClock(threads);
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
    public Scheduled after(Duration delay, Runnable task) {
        return alarms.after(delay, task);
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
    public synchronized void widen(int most) {
        if (workers != null && workers.getCorePoolSize() < most) {
            workers.setMaximumPoolSize(most);
            workers.setCorePoolSize(most);
        }
    }

    @Override
    public boolean await(CountDownLatch done, Duration timeout) throws InterruptedException {
        return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarms.close();
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
