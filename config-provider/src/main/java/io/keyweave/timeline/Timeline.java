package io.keyweave.timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each phase of this JVM's start ran. There is one start in a JVM, and its phases lie in packages that do not know each other: hence
 * static. Until somebody starts the record, a phase costs one volatile read, and {@link System#nanoTime} is not even asked. Thread-safe.
 *
 * <pre>{@code
 * long begun = Timeline.now();
 * ...
 * Timeline.phase("token", begun);
 * }</pre>
 */
public final class Timeline {

    private static volatile @Nullable Timeline record;

    private final long origin;
    private final Map<String, Span> spans = new LinkedHashMap<>();

    private record Span(long begun, long ended) {}

    private Timeline(long origin) {
        this.origin = origin;
    }

    /**
     * Begins the record.
     *
     * @param origin the {@link System#nanoTime} from which times are counted
     */
    public static void start(long origin) {
        record = new Timeline(origin);
    }

    /** Whether anybody keeps a record. */
    public static boolean running() {
        return record != null;
    }

    /** The {@link System#nanoTime} from which times are counted; 0 when nobody keeps a record. */
    public static long origin() {
        Timeline kept = record;
        return kept == null ? 0 : kept.origin;
    }

    /** When a phase begins, for {@link #phase}; 0 when nobody keeps a record. */
    public static long now() {
        return record == null ? 0 : System.nanoTime();
    }

    /**
     * A phase ends now. One that runs on several threads, or again, counts once: from its first begin to its last end.
     *
     * @param begun what {@link #now} said; nothing is recorded when that was before the record began
     */
    public static void phase(String name, long begun) {
        if (record != null && begun != 0) {
            span(name, begun, System.nanoTime());
        }
    }

    /** A phase of which both ends are known. */
    public static void span(String name, long begun, long ended) {
        Timeline kept = record;
        if (kept != null) {
            kept.add(name, begun, ended);
        }
    }

    /** Does the same under {@code further} when there is a {@code first} already. */
    public static void phase(String first, String further, long begun) {
        Timeline kept = record;
        if (kept != null) {
            phase(kept.holds(first) ? further : first, begun);
        }
    }

    private synchronized boolean holds(String name) {
        return spans.containsKey(name);
    }

    private synchronized void add(String name, long begun, long ended) {
        Span known = spans.get(name);
        spans.put(
                name,
                known == null
                        ? new Span(begun, ended)
                        : new Span(
                                begun - known.begun < 0 ? begun : known.begun,
                                ended - known.ended > 0 ? ended : known.ended));
    }

    /**
     * Ends the record.
     *
     * @return the phases in the order in which they first ended, as {@code name start duration}, in milliseconds, separated by a
     *     comma and a blank; {@code null} when there is no record
     */
    public static @Nullable String end() {
        Timeline kept = record;
        record = null;
        return kept == null ? null : kept.text();
    }

    private synchronized String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach((name, span) -> {
            text.append(text.isEmpty() ? "" : ", ").append(name);
            milliseconds(text.append(' '), span.begun - origin);
            milliseconds(text.append(' '), span.ended - span.begun);
        });
        return text.toString();
    }

    private static void milliseconds(StringBuilder text, long nanos) {
        long tenths = Math.max(0, nanos) / 100_000;
        text.append(tenths / 10).append('.').append(tenths % 10);
    }
}
