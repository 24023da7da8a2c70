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

    /** What {@code log} is for lines that go into the application's own log. */
    public static final String APPLICATION = "app";

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
        return level.equals(APPLICATION)
                ? untilApplicationLogs(settings)
                : new StderrLog(Level.valueOf(level.toUpperCase(Locale.ROOT)), settings);
    }

    /** For as long as the application's own log is not up, which is what is asked for. */
    public static StderrLog untilApplicationLogs(Settings settings) {
        return new StderrLog(Level.INFO, settings);
    }

    /** Whatever the setting {@code log} says: for what ends the process. */
    public static EventLog lastWords(Settings settings) {
        return new StderrLog(Level.ERROR, settings);
    }

    @Override
    public void write(LogEvent event) {
        write(event, System.currentTimeMillis());
    }

    /**
     * Writes one that was kept for a while.
     *
     * @param millis when it happened, since the epoch
     */
    public void write(LogEvent event, long millis) {
        if (enabled(event.level())) {
            // One call, so that the lines of two threads do not mix.
            out.println(json ? LogLine.json(millis, event) : LogLine.text(millis, event));
        }
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(threshold) <= 0;
    }
}
