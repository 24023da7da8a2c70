package io.keyweave.time;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads; those of one factory have its name and a number, such as {@code keyweave-1}, {@code keyweave-2}. They keep no JVM alive,
 * see the class loader Keyweave was loaded by and not the application's, and inherit nothing of whoever happened to need one first: no
 * thread-locals; not its thread group, which may be of a class of the application's, and whose threads a container may interrupt and wait for;
 * and none of the protection domains on its stack, by which a thread holds the class loader of a web application forever. They are kept until
 * JDK 23. Thread-safe.
 */
public final class KeyweaveThreads implements ThreadFactory {

    private static final boolean KEEPS_DOMAINS = Runtime.version().feature() < 24;

    private final AtomicInteger count = new AtomicInteger();
    private final String name;

    /** @param name what stands before the number */
    public KeyweaveThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        return single(name + count.incrementAndGet(), work);
    }

    /**
     * Whether the current thread works for Keyweave, which its context class loader tells: it is ours, or one that we have made for an extension.
     */
    public static boolean current() {
        ClassLoader ours = KeyweaveThreads.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == ours || (context != null && context.getClass().getClassLoader() == ours);
    }

    /** One such thread for one piece of work, not yet started. */
    @SuppressWarnings("removal")
    public static Thread single(String name, Runnable work) {
        return KEEPS_DOMAINS
                ? AccessController.doPrivileged((PrivilegedAction<Thread>) () -> make(name, work))
                : make(name, work);
    }

    private static Thread make(String name, Runnable work) {
        Thread thread = new Thread(top(), work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(KeyweaveThreads.class.getClassLoader());
        return thread;
    }

    private static ThreadGroup top() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = group.getParent(); parent != null; parent = group.getParent()) {
            group = parent;
        }
        return group;
    }
}
