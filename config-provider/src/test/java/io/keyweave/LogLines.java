package io.keyweave;

import java.util.ArrayList;
import java.util.List;

/** Keeps what is logged, {@code "INFO rotated ..."}. Thread-safe. */
public final class LogLines implements Log {

    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void log(Level level, String message) {
        lines.add(level + " " + message);
    }

    @Override
    public boolean enabled(Level level) {
        return true;
    }

    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    public synchronized List<String> containing(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }
}
