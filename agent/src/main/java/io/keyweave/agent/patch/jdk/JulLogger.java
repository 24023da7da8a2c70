package io.keyweave.agent.patch.jdk;

import io.keyweave.Log;
import io.keyweave.agent.runtime.ApplicationLogger;
import org.jspecify.annotations.Nullable;

/** {@code java.util.logging}, by name: whoever names it may start it. */
final class JulLogger extends ApplicationLogger {

    private static final String PACKAGE = "java.util.logging.";

    /** The JDK's logging does not go away. */
    private static final Object ANCHOR = new Object();

    /** Held, because the LogManager does not. */
    private @Nullable Object logger;

    JulLogger() {
        super(2, ANCHOR);
    }

    @Override
    protected boolean write(Object present, Log.Level level, String code, String text)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName(PACKAGE + "Logger", false, null);
        Class<?> levels = Class.forName(PACKAGE + "Level", false, null);
        Object found = logger;
        if (found == null) {
            found = type.getMethod("getLogger", String.class).invoke(null, NAME);
            logger = found;
        }
        if (!Boolean.TRUE.equals(type.getMethod("isLoggable", levels).invoke(found, level(levels, Log.Level.ERROR)))) {
            return false;
        }
        // Class and method are looked for on the stack if they are not given.
        type.getMethod("logp", levels, String.class, String.class, String.class)
                .invoke(found, level(levels, level), NAME, code, text);
        return true;
    }

    private static Object level(Class<?> levels, Log.Level level) throws ReflectiveOperationException {
        String name =
                switch (level) {
                    case ERROR -> "SEVERE";
                    case WARN -> "WARNING";
                    case INFO -> "INFO";
                    case DEBUG -> "FINE";
                };
        return levels.getField(name).get(null);
    }
}
