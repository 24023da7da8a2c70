package io.keyweave;

import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The process's stderr, one line an event. The stream is taken when this is made, so that an application that replaces
 * {@code System.err} by its logging does not get our lines inside its own.
 */
public final class StderrLog implements EventLog {

    private final Level threshold;
    private final boolean json;
    private final PrintStream out = System.err;

    private StderrLog(Level threshold, Settings settings) {
        this.threshold = threshold;
        this.json = "json".equals(settings.text(Setting.LOG_FORMAT));
    }

    /** As far as the setting {@code log} lets through, in the form that {@code log-format} asks for. */
    public static EventLog of(Settings settings) {
        String level = settings.text(Setting.LOG);
        if (level == null || level.equals("off")) {
            return SILENT;
        }
        return new StderrLog(Level.valueOf(level.toUpperCase(Locale.ROOT)), settings);
    }

    /** Whatever the setting {@code log} says: for what ends the process. */
    public static EventLog lastWords(Settings settings) {
        return new StderrLog(Level.ERROR, settings);
    }

    @Override
    public void write(LogEvent event) {
        if (enabled(event.level())) {
            long now = System.currentTimeMillis();
            // One call, so that the lines of two threads do not mix.
            out.println(json ? LogLine.json(now, event) : LogLine.text(now, event));
        }
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(threshold) <= 0;
    }
}
