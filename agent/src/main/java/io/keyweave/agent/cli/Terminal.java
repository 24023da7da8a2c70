package io.keyweave.agent.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at what is printed: only then it may have colours, and only without {@code NO_COLOR}. */
final class Terminal {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private static final boolean PRESENT = present();
    private static final boolean SHOWS_PROGRESS = showsProgress();

    private Terminal() {}

    /** Whether stderr is one, where progress is shown, also of a command whose output goes into a file. */
    static boolean isShowingProgress() {
        return SHOWS_PROGRESS;
    }

    /** One line that the next one is written over; empty to be rid of it. Nothing where nobody looks. */
    static void progress(String what) {
        if (SHOWS_PROGRESS) {
            System.err.print("\r\u001b[K" + what);
        }
    }

    /** The JDK only tells of stdin and stdout together; Linux tells of each. */
    private static boolean showsProgress() {
        try {
            return isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString());
        } catch (IOException | RuntimeException notLinux) {
            return PRESENT;
        }
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** From JDK 22 on there is a console also where there is no terminal. */
    private static boolean present() {
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

    /** @param noColor the variable, as <a href="https://no-color.org">no-color.org</a> has it: empty is the same as not set */
    static boolean colours(boolean terminal, @Nullable String noColor) {
        return terminal && (noColor == null || noColor.isEmpty());
    }

    /** Rows of secrets without a value in red, of those whose refresh failed in yellow; as it is where nobody looks. */
    static String coloured(String table) {
        return colours(PRESENT, System.getenv("NO_COLOR")) ? painted(table) : table;
    }

    static String painted(String table) {
        StringBuilder out = new StringBuilder(table.length() + 64);
        boolean rows = false;
        for (String line : table.split("(?<=\n)", -1)) {
            String colour = "";
            if (line.startsWith("SECRET ")) {
                rows = line.contains(" STATE ");
            } else if (line.isBlank()) {
                rows = false;
            } else if (rows) {
                String[] cells = line.split(" {2,}", -1);
                boolean present = cells.length > 1 && cells[1].equals("present");
                colour = !present ? RED : cells.length > 5 && !cells[5].equals("OK") ? YELLOW : "";
            }
            String text = line.stripTrailing();
            out.append(colour.isEmpty() ? line : colour + text + PLAIN + line.substring(text.length()));
        }
        return out.toString();
    }

    /** What makes a terminal begin again at its top. */
    static String cleared() {
        return PRESENT ? "\u001b[H\u001b[2J" : "";
    }
}
