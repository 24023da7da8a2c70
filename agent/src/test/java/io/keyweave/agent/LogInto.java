package io.keyweave.agent;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import java.util.List;

/**
 * Writes what is logged into a list of the test's own, {@code "INFO rotated ..."}. Thread-safe, as far as the list is only read when nobody
 * logs any more.
 *
 * @param lines where it is kept
 */
public record LogInto(List<String> lines) implements EventLog {

    @Override
    public void write(LogEvent event) {
        synchronized (lines) {
            lines.add(event.level() + " " + event.text());
        }
    }

    @Override
    public boolean enabled(Level level) {
        return true;
    }
}
