package io.keyweave.agent.runtime;

import io.keyweave.Log;
import io.keyweave.agent.instrument.Jvm;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The application's log by one API of it. What belongs to the application is held weakly and called by name, and is given nothing but texts. Used by one
 * thread at a time.
 */
public abstract class ApplicationLogger {

    /** Under which our lines are in the application's log, and by which it chooses their level. */
    protected static final String NAME = "keyweave";

    private static final String CODE = "keyweave.code";

    private final int precedence;
    private final WeakReference<Object> anchor;

    /**
     * @param precedence the API with the lowest decides, because it leads to the others in most applications
     * @param anchor what is gone with the application
     */
    protected ApplicationLogger(int precedence, Object anchor) {
        this.precedence = precedence;
        this.anchor = new WeakReference<>(anchor);
    }

    final int precedence() {
        return precedence;
    }

    final @Nullable Object anchor() {
        return anchor.get();
    }

    /**
     * Writes one line.
     *
     * @return false when nothing was written, because the log is not set up yet, or not any more
     */
    final boolean write(Log.Level level, String code, String text) throws ReflectiveOperationException {
        Object present = anchor.get();
        return present != null && write(present, level, code, text);
    }

    /** As {@link #write(Log.Level, String, String)}. */
    protected abstract boolean write(Object present, Log.Level level, String code, String text)
            throws ReflectiveOperationException;

    /**
     * Writes by an API with methods as {@code info(String)}. One whose errors are off is not set up: Spring Boot has a filter there until its
     * own configuration is read.
     *
     * @param api the interface of the logger
     * @param context the class of the API that has a thread's own fields, {@code put} and {@code remove}
     */
    protected static boolean write(
            Class<?> api, Object logger, String context, Log.Level level, String code, String text)
            throws ReflectiveOperationException {
        Jvm.open(api);
        if (!Boolean.TRUE.equals(api.getMethod("isErrorEnabled").invoke(logger))) {
            return false;
        }
        Class<?> fields = Class.forName(context, true, api.getClassLoader());
        Method put = fields.getMethod("put", String.class, String.class);
        Method remove = fields.getMethod("remove", String.class);
        put.invoke(null, CODE, code);
        try {
            api.getMethod(level.name().toLowerCase(Locale.ROOT), String.class).invoke(logger, text);
        } finally {
            remove.invoke(null, CODE);
        }
        return true;
    }
}
