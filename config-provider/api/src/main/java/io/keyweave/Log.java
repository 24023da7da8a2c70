package io.keyweave;

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
}
