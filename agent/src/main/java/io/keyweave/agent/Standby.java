package io.keyweave.agent;

import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of the agent in a JVM that has no placeholder at its start and loads no class that may read one: waits for the first of {@link ReadingClasses}, and
 * starts the rest of the agent before the JVM gets that class. Stays the one transformer of this JVM and hands on what it is asked.
 *
 * <p>In a thread of its own, because the JVM calls no transformer for what another transformer, on the same thread, transforms again. Whoever loads a
 * reading class meanwhile waits for it. That thread needs classes of the JDK and of the agent only, so nobody who waits holds what it needs; should it not
 * come to an end all the same, the application goes on after {@link #PATIENCE_MILLIS}.
 *
 * <p>Held by the JVM and nobody else: this class is in the application's loader, and no static field leads to its instance. Thread-safe.
 */
final class Standby implements ClassFileTransformer, Consumer<@Nullable ClassFileTransformer> {

    private static final long PATIENCE_MILLIS = 30_000;

    /** Of some 50 bytes each. */
    private static final int FRAMES = 400;

    private final File jar;
    private final @Nullable String arguments;
    private final Instrumentation jvm;
    private final long begun;
    private final Properties propertiesAtStart;
    private final ClassLoader application = ClassLoader.getSystemClassLoader();
    private volatile @Nullable ClassFileTransformer transformer;
    private volatile @Nullable Thread starting;
    private volatile boolean started;

    /** @param begun the {@link System#nanoTime} at which {@code premain} began */
    Standby(File jar, @Nullable String arguments, Instrumentation jvm, long begun) {
        this.jar = jar;
        this.arguments = arguments;
        this.jvm = jvm;
        this.begun = begun;
        this.propertiesAtStart = (Properties) System.getProperties().clone();
    }

    /** In {@code premain}. */
    void begin(boolean placeholders) throws Exception {
        boolean configured = arguments != null && !arguments.isEmpty()
                || anyStartsWith(propertiesAtStart, "keyweave.")
                || anyStartsWith(System.getenv(), "KEYWEAVE_");
        boolean now = placeholders || configured || applicationHasBegun();
        // Nobody waits for premain, in which the agent's own threads load reading classes.
        started = now;
        jvm.addTransformer(this, true);
        if (now) {
            start(placeholders, configured);
        }
    }

    private static boolean anyStartsWith(Map<?, ?> map, String prefix) {
        for (Object key : map.keySet()) {
            if (key instanceof String name && name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Another agent is there already, or an AOT cache of linked classes: JDK 25 loads those before any agent is asked. Or the system class loader is the
     * application's own: it may load one class at a time, and whoever waits in it would hold the lock that loading the agent's classes needs.
     */
    private boolean applicationHasBegun() {
        if (application.getClass().getClassLoader() != null) {
            return true;
        }
        for (Class<?> type : jvm.getInitiatedClasses(application)) {
            if (type.getClassLoader() == application && !type.getName().startsWith("io.keyweave.agent.")) {
                return true;
            }
        }
        return false;
    }

    private void start(boolean placeholders, boolean configured) throws Exception {
        try {
            new IsolatedLoader(jar)
                    .start(jvm, arguments, propertiesAtStart, placeholders, configured, this, new long[] {
                        begun, System.nanoTime()
                    });
        } finally {
            started = true;
            starting = null;
            if (transformer == null) {
                jvm.removeTransformer(this);
            }
        }
    }

    /** Gets the agent's own transformer, as soon as there is one; null when it does not work after all. */
    @Override
    public void accept(@Nullable ClassFileTransformer own) {
        transformer = own;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        try {
            if (!started
                    && Thread.currentThread() != starting
                    && (loader != null && loader != application && domain != null
                            || className != null && ReadingClasses.contains(className, loader == null, classFile))) {
                startBeside();
            }
            ClassFileTransformer own = transformer;
            return own == null ? null : own.transform(loader, className, classBeingRedefined, domain, classFile);
        } catch (StackOverflowError here) {
            // The thread's, not ours. The transformer finds the class with the next one of its library.
            return null;
        } catch (Throwable accident) {
            KeyweaveAgent.failed(accident, false, arguments);
            return null;
        }
    }

    @SuppressWarnings("removal") // gone with the security manager itself
    private Thread newThread() {
        return AccessController.doPrivileged(new NewThread(this));
    }

    /** A thread that was made and not started, because the stack was at its end, would never come to an end. */
    private static int stackRoom(int frames) {
        return frames == 0 ? 1 : stackRoom(frames - 1) + 1;
    }

    private void startBeside() {
        stackRoom(FRAMES);
        Thread thread;
        synchronized (this) {
            thread = starting;
            if (thread == null && !started) {
                thread = newThread();
                starting = thread;
                thread.start();
            }
        }
        boolean interrupted = false;
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (thread != null && !started && System.nanoTime() < until) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!started) {
            EarlyLine.print(
                    "WARN",
                    "KW-9014",
                    "java.util.Properties is not patched yet after 30 s: what is read now keeps its placeholders.",
                    arguments);
        }
    }

    /** With the agent's own rights, whoever loads the class. */
    private static final class NewThread implements PrivilegedAction<Thread> {

        private final Standby standby;

        NewThread(Standby standby) {
            this.standby = standby;
        }

        @Override
        public Thread run() {
            Thread thread = new Thread(null, new Starting(standby), "keyweave-patches", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(standby.application);
            return thread;
        }
    }

    private static final class Starting implements Runnable {

        private final Standby standby;

        Starting(Standby standby) {
            this.standby = standby;
        }

        @Override
        public void run() {
            try {
                standby.start(false, false);
            } catch (Throwable failure) {
                KeyweaveAgent.failed(failure, false, standby.arguments);
            }
        }
    }
}
