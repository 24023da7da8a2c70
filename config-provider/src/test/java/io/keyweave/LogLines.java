package io.keyweave;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps what is logged, {@code "INFO rotated ..."}. Thread-safe. */
public final class LogLines implements EventLog {

    private final List<String> lines = new ArrayList<>();
    private final Set<String> codes = new TreeSet<>();
    private final List<String> coded = new ArrayList<>();

    @Override
    public synchronized void write(LogEvent event) {
        lines.add(event.level() + " " + event.text());
        codes.add(event.code());
        coded.add(event.code() + " " + event.text());
    }

    @Override
    public boolean enabled(Level level) {
        return true;
    }

    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** The codes of all lines so far. */
    public synchronized Set<String> codes() {
        return Set.copyOf(codes);
    }

    /** The texts of all lines with that code. */
    public synchronized List<String> withCode(String code) {
        return coded.stream()
                .filter(line -> line.startsWith(code + " "))
                .map(line -> line.substring(code.length() + 1))
                .toList();
    }

    public synchronized List<String> containing(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }
}
