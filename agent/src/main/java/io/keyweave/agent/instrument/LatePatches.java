package io.keyweave.agent.instrument;

/**
 * A class that was loaded at the end of a thread's stack is not patched, and nobody loads it again. The JVM asks no transformer about what a transformer
 * transforms, so another thread does it. Whoever loads the next class of a library waits, for it may use that one; not forever, because it holds the lock
 * of its class loader. A class of its own, which no other JVM loads.
 */
final class LatePatches implements Runnable {

    /** What it takes is some milliseconds, and much longer only where the machine has no time for it. */
    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private final PatchTransformer transformer;
    private final Thread thread;

    LatePatches(PatchTransformer transformer) {
        this.transformer = transformer;
        thread = new Thread(null, this, "keyweave-patches", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    void await() {
        boolean interrupted = false;
        long until = System.nanoTime() + LONGEST_WAIT_NANOS;
        long left = LONGEST_WAIT_NANOS;
        while (thread != Thread.currentThread() && thread.isAlive() && left > 0) {
            try {
                thread.join(left / 1_000_000 + 1);
            } catch (InterruptedException again) {
                interrupted = true;
            }
            left = until - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        transformer.patchNow();
    }
}
