package io.keyweave.gcp.logging;

import org.jspecify.annotations.Nullable;

/** Writes nothing: what went wrong is said by the exceptions, and requests and answers hold tokens. */
public final class Logger {

    private static final Logger SILENT = new Logger();

    private Logger() {}

    public static Logger getLogger(@Nullable String name) {
        return SILENT;
    }

    public boolean isLoggable(Level level) {
        return false;
    }

    public void log(Level level, @Nullable String message) {}

    public void log(Level level, @Nullable String message, @Nullable Object parameter) {}

    public void log(Level level, @Nullable String message, Object @Nullable [] parameters) {}

    public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {}

    public void config(@Nullable String message) {}

    public void fine(@Nullable String message) {}

    public void info(@Nullable String message) {}

    public void warning(@Nullable String message) {}

    public void severe(@Nullable String message) {}
}
