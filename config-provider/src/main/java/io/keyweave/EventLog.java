package io.keyweave;

/** Where Keyweave's own lines go, as events with a code. What a provider logs by {@link Log} has one code for all of it. */
public interface EventLog extends Log {

    /** Writes one event if its level is {@link #enabled}; the text of a report has several lines. */
    void write(LogEvent event);

    @Override
    default void log(Level level, String message) {
        write(LogEvent.of(LogEvent.OF_PROVIDER).at(level).with("text", message));
    }

    /** Discards everything. */
    EventLog SILENT = new EventLog() {
        @Override
        public void write(LogEvent event) {}

        @Override
        public boolean enabled(Level level) {
            return false;
        }
    };

    /** Takes events to a log that only knows texts: the code is in front. */
    static EventLog into(Log log) {
        return log instanceof EventLog own
                ? own
                : new EventLog() {
                    @Override
                    public void write(LogEvent event) {
                        log.log(event.level(), LogLine.coded(event));
                    }

                    @Override
                    public boolean enabled(Level level) {
                        return log.enabled(level);
                    }
                };
    }
}
