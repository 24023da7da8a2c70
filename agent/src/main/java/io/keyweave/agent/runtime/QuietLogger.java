package io.keyweave.agent.runtime;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What packed libraries get instead of {@code System.getLogger}: the real one starts the application's {@code java.util.logging}
 * before its {@code main} could configure it. The build redirects their calls here. Libraries report failures to us by
 * exceptions and results; their log lines would name hosts and headers nobody asked for.
 */
public final class QuietLogger implements System.Logger {

    private final String name;

    private QuietLogger(String name) {
        this.name = name;
    }

    public static System.Logger getLogger(String name) {
        return new QuietLogger(name);
    }

    public static System.Logger getLogger(String name, ResourceBundle bundle) {
        return new QuietLogger(name);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return false;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... values) {}
}
