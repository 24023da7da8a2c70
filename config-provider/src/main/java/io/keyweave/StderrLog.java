package io.keyweave;

import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The process's stderr, one {@code [keyweave]} line per message. The stream is taken when this is made, so that an application that replaces
 * {@code System.err} by its logging does not get our lines inside its own.
 */
public final class StderrLog implements Log {

    private final Level threshold;
    private final PrintStream out = System.err;

    private StderrLog(Level threshold) {
        this.threshold = threshold;
    }

    /** As far as the setting {@code log} lets through. */
    public static Log of(Settings settings) {
        String level = settings.text(Setting.LOG);
        return level == null || level.equals("off")
                ? NONE
                : new StderrLog(Level.valueOf(level.toUpperCase(Locale.ROOT)));
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
