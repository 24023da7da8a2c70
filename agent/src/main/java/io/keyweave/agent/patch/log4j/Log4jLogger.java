package io.keyweave.agent.patch.log4j;

import io.keyweave.Log;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.ApplicationLogger;

/** The log of one {@code LoggerContext} of Log4j's core. */
final class Log4jLogger extends ApplicationLogger {

    private static final String PACKAGE = "org.apache.logging.log4j.";

    Log4jLogger(Object context) {
        super(1, context);
    }

    @Override
    protected boolean write(Object context, Log.Level level, String code, String text)
            throws ReflectiveOperationException {
        if (!Log4jLoggerPatches.isStarted(context)) {
            return false;
        }
        Object logger = Reflected.method(context, "getLogger", String.class).invoke(context, NAME);
        Class<?> api =
                Class.forName(PACKAGE + "Logger", false, context.getClass().getClassLoader());
        return write(api, logger, PACKAGE + "ThreadContext", level, code, text);
    }
}
