package io.keyweave.test;

import java.io.IOException;

/** Carries what one side of a connection sends, in a thread of its own, until one side leaves. */
public final class ConnectionThread {

    /** What ends with an exception when the connection does. */
    public interface Work {
        void run() throws IOException;
    }

    private ConnectionThread() {}

    public static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has left.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
