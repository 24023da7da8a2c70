package io.keyweave.agent.instrument;

/**
 * Whether the thread has stack enough for what runs for the first time. A class whose initialiser runs out of stack is gone for good, and so would be
 * every patch that needs it; asked beforehand, the same thread or another one succeeds later.
 */
public final class StackRoom {

    /** Of some 100 to 200 bytes each. */
    private static final int FRAMES = 400;

    private StackRoom() {}

    /** @throws StackOverflowError where there is not enough, before anything was begun */
    public static void require() {
        descend(FRAMES, 1, 2, 3, 4);
    }

    /** Parameters make frames larger; the sum keeps a compiler from leaving them out. */
    private static long descend(int frames, long a, long b, long c, long d) {
        return frames == 0 ? a + b + c + d : descend(frames - 1, b, c, d, a + frames) + a;
    }
}
