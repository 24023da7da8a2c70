package io.keyweave.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** The system's clocks and threads, of which a test changes what it is about. */
public abstract class ForwardingTime implements TimeSource {

    private final TimeSource system;

    /** @param threads how their names begin */
    protected ForwardingTime(String threads) {
        system = TimeSource.system(new KeyweaveThreads(threads));
    }

    @Override
    public long nanos() {
        return system.nanos();
    }

    @Override
    public Instant now() {
        return system.now();
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        return system.after(delay, task);
    }

    @Override
    public void start(Runnable work) {
        system.start(work);
    }

    @Override
    public void widen(int workers) {
        system.widen(workers);
    }

    @Override
    public boolean await(CountDownLatch done, Duration timeout) throws InterruptedException {
        return system.await(done, timeout);
    }

    @Override
    public void close() {
        system.close();
    }
}
