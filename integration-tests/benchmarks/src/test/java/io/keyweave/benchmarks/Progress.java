package io.keyweave.benchmarks;

import java.io.Console;

/** How far a benchmark is, for whoever looks at it: on a terminal one line that is written over, in a pipe nothing. */
final class Progress {

    private static final boolean TERMINAL = terminal();

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

    /** From JDK 22 on there is a console also where there is no terminal. */
    private static boolean terminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
