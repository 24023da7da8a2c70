package io.keyweave.agent.instrument;

import io.keyweave.agent.EarlyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Errors inside the agent that were ignored so that the application goes on. Each distinct one is told once, in one line with a code, its
 * stack trace behind {@code log=debug}; {@code status} tells how often it happened; tests expect none. Loaded with the first error. Thread-safe.
 */
public final class InternalErrors {

    /** More distinct ones than these are counted and no longer told: whatever repeats itself with another name each time must not fill a log. */
    private static final int MOST = 100;

    private static final AtomicLong COUNT = new AtomicLong();
    private static final Map<String, AtomicLong> DISTINCT = new ConcurrentHashMap<>();
    private static volatile @Nullable Listener listener;

    /** Where errors are told; {@code System.err} before there is one. */
    public interface Listener {
        /** @param what code, class and place of the error */
        void told(String where, String what);

        /** @param trace names of classes and places, without messages, which may quote what the application passed in */
        void traced(String trace);
    }

    private InternalErrors() {}

    public static void tell(Listener where) {
        listener = where;
    }

    public static long count() {
        return COUNT.get();
    }

    /** One line for each distinct error: its code, how often it happened, where and what. */
    public static List<String> lines() {
        List<String> lines = new ArrayList<>();
        DISTINCT.forEach((error, count) -> lines.add(code(error) + "  " + count + " x  " + error));
        lines.sort(null);
        return lines;
    }

    /** How often each distinct error happened, by its code and where and what it is. */
    public static Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        DISTINCT.forEach((error, count) -> counts.put(code(error) + " " + error, count.get()));
        return counts;
    }

    /** Remembers an error. Never throws. */
    public static void add(String where, Throwable error) {
        COUNT.getAndIncrement();
        String kind = where + ": " + error.getClass().getName() + at(error);
        AtomicLong known = DISTINCT.get(kind);
        if (known == null && DISTINCT.size() < MOST) {
            known = DISTINCT.putIfAbsent(kind, new AtomicLong(1));
            if (known == null) {
                report(where, error, code(kind));
                return;
            }
        }
        if (known != null) {
            known.getAndIncrement();
        }
    }

    private static void report(String where, Throwable error, String code) {
        // Only the kind: a message may quote what the application passed in.
        String what = code + " " + error.getClass().getName() + at(error);
        Listener told = listener;
        if (told != null) {
            try {
                told.told(where, what);
                told.traced(trace(code, error));
                return;
            } catch (RuntimeException | LinkageError cannotTell) {
                // Told below.
            }
        }
        EarlyLine.print(
                "WARN",
                "KW-9001",
                where + " failed inside the agent (" + what
                        + "); the application goes on as without it. Please report this.",
                null);
    }

    /** The same for the same error, in every JVM: what people can search for. */
    private static String code(String kind) {
        return "E" + Integer.toHexString(kind.hashCode() & 0xFFFF | 0x10000).substring(1);
    }

    private static String trace(String code, Throwable error) {
        StringBuilder text = new StringBuilder(code);
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            text.append(depth == 0 ? " " : "\ncaused by ")
                    .append(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static String at(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
