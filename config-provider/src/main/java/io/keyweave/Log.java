package io.keyweave;

import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.util.Locale;

/**
 * Where Keyweave's own lines go. Implementations are thread-safe and never throw. Callers put no secret value into a message.
 */
public interface Log {

    /** How bad it is, worst first. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** Writes one message; a report may have several lines. */
    void log(Level level, String message);

    /** Whether a message of that level would be written. */
    boolean enabled(Level level);

    /** Discards everything. */
    Log NONE = new Log() {
        @Override
        public void log(Level level, String message) {}

        @Override
        public boolean enabled(Level level) {
            return false;
        }
    };

    /** {@code System.Logger "io.keyweave"}: for library use; the agent never touches it, since it starts the LogManager. */
    static Log system() {
        return new SystemLog();
    }

    /** The process's stderr, as far as the setting {@code log} lets through. */
    static Log stderr(Settings settings) {
        String level = settings.text(Setting.LOG);
        return level == null || level.equals("off") ? NONE : stderr(Level.valueOf(level.toUpperCase(Locale.ROOT)));
    }

    /** The process's stderr, one {@code [keyweave]} line per message, down to the threshold. */
    static Log stderr(Level threshold) {
        return new StderrLog(threshold);
    }
}
