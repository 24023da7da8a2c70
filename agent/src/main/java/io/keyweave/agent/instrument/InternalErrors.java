package io.keyweave.agent.instrument;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Accidents of the agent that were swallowed so that the application goes on. The first one is reported in
 * one line, {@code status} tells how many there were; tests expect none.
 */
public final class InternalErrors {

    private static final AtomicLong COUNT = new AtomicLong();
    private static volatile @Nullable String last;

    private InternalErrors() {}

    public static long count() {
        return COUNT.get();
    }

    /** The kind of the newest accident, or null. Not the exception, which may hold a class loader of the application. */
    public static @Nullable String last() {
        return last;
    }

    /** Remembers an accident. Never throws. */
    public static void add(String where, Throwable accident) {
        last = accident.getClass().getName();
        if (COUNT.getAndIncrement() == 0) {
            // Only the kind: a message may quote what the application passed in.
            System.err.println("keyweave: " + where + " failed inside the agent ("
                    + accident.getClass().getName() + at(accident)
                    + "); the application goes on as without it. Please report this.");
        }
    }

    private static String at(Throwable accident) {
        StackTraceElement[] trace = accident.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
