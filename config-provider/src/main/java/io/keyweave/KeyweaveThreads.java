package io.keyweave;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads called {@code keyweave-1}, {@code keyweave-2}: they keep no JVM alive, see the class loader Keyweave was loaded by and
 * not the application's, and inherit no thread-locals of whoever happened to start them.
 */
final class KeyweaveThreads implements ThreadFactory {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, "keyweave-" + count.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(KeyweaveThreads.class.getClassLoader());
        return thread;
    }
}
