package io.keyweave.agent;

import io.keyweave.Log;
import java.util.List;

/**
 * Writes what is logged into a list of the test's own, {@code "INFO rotated ..."}. Thread-safe, as far as the list is only read when nobody
 * logs any more.
 *
 * @param lines where it is kept
 */
public record LogInto(List<String> lines) implements Log {

    @Override
    public void log(Level level, String message) {
        synchronized (lines) {
            lines.add(level + " " + message);
        }
    }

    @Override
    public boolean enabled(Level level) {
        return true;
    }
}
