package io.keyweave.agent.instrument;

/**
 * A class that was loaded at the end of a thread's stack is not patched, and nobody loads it again. The JVM asks no transformer about what a transformer
 * transforms, so another thread does it. Whoever loads the next class waits, for it may use that one; not forever, because it holds the lock of its class
 * loader. A class of its own, which no other JVM loads.
 */
final class LatePatches implements Runnable {

    /** In milliseconds. */
    private static final int LONGEST_WAIT = 2_000;

    private final PatchTransformer transformer;

    private LatePatches(PatchTransformer transformer) {
        this.transformer = transformer;
    }

    static void apply(PatchTransformer transformer) {
        Thread thread = new Thread(null, new LatePatches(transformer), "keyweave-patches", 0, false);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        transformer.patchLoaded();
    }
}
