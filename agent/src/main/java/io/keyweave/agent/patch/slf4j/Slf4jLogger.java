package io.keyweave.agent.patch.slf4j;

import io.keyweave.Log;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.ApplicationLogger;
import java.lang.reflect.Method;

/** The log behind {@code org.slf4j.LoggerFactory}, which it is asked for each time: Logback's context may be another one later. */
final class Slf4jLogger extends ApplicationLogger {

    private boolean wasStarted;

    Slf4jLogger(Class<?> factory) {
        super(0, factory);
    }

    @Override
    protected boolean write(Object present, Log.Level level, String code, String text)
            throws ReflectiveOperationException {
        Class<?> factory = (Class<?>) present;
        ClassLoader loader = factory.getClassLoader();
        Jvm.open(factory);
        Object loggers = factory.getMethod("getILoggerFactory").invoke(null);
        Class<?> loggerFactory = Class.forName("org.slf4j.ILoggerFactory", false, loader);
        Object logger = loggerFactory.getMethod("getLogger", String.class).invoke(loggers, NAME);
        return !isStopped(loggers)
                && write(Class.forName("org.slf4j.Logger", false, loader), logger, "org.slf4j.MDC", level, code, text);
    }

    /** A context of Logback's that was stopped has no appenders any more, and takes lines all the same. Not every version ever says that it has started. */
    private boolean isStopped(Object loggers) throws ReflectiveOperationException {
        Method started;
        try {
            started = Reflected.method(loggers, "isStarted");
        } catch (NoSuchMethodException notLogback) {
            return false;
        }
        boolean now = Boolean.TRUE.equals(started.invoke(loggers));
        boolean stopped = wasStarted && !now;
        wasStarted |= now;
        return stopped;
    }
}
