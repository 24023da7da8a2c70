package io.keyweave;

/** {@code System.Logger "io.keyweave"}: for library use; the agent never touches it, since it starts the LogManager. */
public final class SystemLog implements EventLog {

    private final System.Logger logger = System.getLogger("io.keyweave");

    @Override
    public void write(LogEvent event) {
        logger.log(levelOf(event.level()), LogLine.coded(event));
    }

    @Override
    public boolean enabled(Level level) {
        return logger.isLoggable(levelOf(level));
    }

    private static System.Logger.Level levelOf(Level level) {
        return switch (level) {
            case ERROR -> System.Logger.Level.ERROR;
            case WARN -> System.Logger.Level.WARNING;
            case INFO -> System.Logger.Level.INFO;
            case DEBUG -> System.Logger.Level.DEBUG;
        };
    }
}
