package io.keyweave;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Lines on stderr. The stream is taken when this is made, so that an application that replaces {@code System.err} by its logging
 * does not get our lines inside its own.
 */
final class StderrLog implements Log {

    private final Level threshold;
    private final PrintStream out = System.err;

    StderrLog(Level threshold) {
        this.threshold = threshold;
    }

    @Override
    public void log(Level level, String message) {
        if (enabled(level)) {
            out.println("[keyweave] " + level.name().toLowerCase(Locale.ROOT) + ": " + message);
        }
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(threshold) <= 0;
    }
}
