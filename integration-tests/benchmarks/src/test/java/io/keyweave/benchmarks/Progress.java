package io.keyweave.benchmarks;

/** How far a benchmark is, for whoever looks at it: one line that is written over on a terminal, which {@code ./benchmarks} knows; nothing in a pipe. */
final class Progress {

    private static final boolean TERMINAL = Boolean.getBoolean("benchmarks.terminal");

    private Progress() {}

    static void tell(String what) {
        if (TERMINAL) {
            System.err.print("\r\u001b[K" + what);
        }
    }

    /** Makes room for what is printed. */
    static void end() {
        tell("");
    }
}
