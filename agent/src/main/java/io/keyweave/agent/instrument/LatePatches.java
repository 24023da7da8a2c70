package io.keyweave.agent.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class that was defined at the end of a thread's stack may not be patched, and nobody loads it again. The JVM asks no transformer about what a
 * transformer transforms, so another thread does it. Whoever loads the next class of a library waits, for it may use that one; not for long, because it
 * holds the lock of its class loader, and the JVM asks that loader for what the patched class needs. A class of its own, which few JVMs load.
 */
final class LatePatches implements Runnable {

    private static final long LONGEST_WAIT_NANOS = 2_000_000_000L;

    private final PatchTransformer transformer;
    private final @Nullable ClassLoader loader;
    private final List<String> ofBootLoader;
    private final Thread thread;

    /**
     * @param loader whose classes are to be patched; null for all
     * @param ofBootLoader classes that are to be loaded and patched
     */
    LatePatches(PatchTransformer transformer, @Nullable ClassLoader loader, List<String> ofBootLoader) {
        this.transformer = transformer;
        this.loader = loader;
        this.ofBootLoader = ofBootLoader;
        thread = new Thread(null, this, "keyweave-patches", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Nullable
    ClassLoader loader() {
        return loader;
    }

    List<String> ofBootLoader() {
        return ofBootLoader;
    }

    /** It loads what a class needs that is patched. */
    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Whether it has ended. */
    boolean await() {
        long end = System.nanoTime() + LONGEST_WAIT_NANOS;
        boolean interrupted = false;
        for (long left = LONGEST_WAIT_NANOS; left > 0 && thread.isAlive(); left = end - System.nanoTime()) {
            try {
                thread.join(left / 1_000_000 + 1);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @Override
    public void run() {
        transformer.patchNow(this);
    }
}
