package io.keyweave.agent.document;

import io.keyweave.LiveValue;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.DeferredStartup;
import io.keyweave.agent.runtime.NumberedReferences;
import io.keyweave.agent.runtime.PerApplication;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that represent placeholders while a library works on a document: letters and digits around 128 random bits of this JVM, which
 * no parser has a meaning for and nobody can forge. They are exchanged for the secret where the library returns values, which is how a
 * secret needs no quoting, is never taken for a number, and is not looked through for expressions.
 *
 * <p>A marker may be seen, by whoever reads a parser's events, and be sent in again. So markers of parsers are exchanged as often as they were written into
 * a document, and taken out of whatever else is parsed ({@link #disarmed}); those that a framework keeps count where they came from only, which its own
 * patches see to.
 *
 * <p>Markers, and what an application copied from a document, are held as long as that application, or the object for which they were made.
 * Thread-safe.
 */
public final class ValueMarkers {

    /** Those that the parsers' own patches exchange. */
    public static final ValueMarkers OF_PARSERS = new ValueMarkers(true, perApplication(), Map.of());

    private static final PerApplication<Map<String, LiveValue>> COPIED = perApplication();

    private static final char BEGIN = 'k';
    private static final char DISARMED = 'K';
    private static final char END = 'z';

    private static final class ValueMarker {
        private final LiveValue value;
        private final DocumentSecrets document;
        private final String id;
        private final Map<String, ValueMarker> home;
        private String text = "";
        private int uses;

        ValueMarker(LiveValue value, DocumentSecrets document, String id, Map<String, ValueMarker> home) {
            this.value = value;
            this.document = document;
            this.id = id;
            this.home = home;
        }
    }

    private interface MarkerReplacement {
        @Nullable
        String of(ValueMarker marker);
    }

    private final boolean once;
    private final @Nullable PerApplication<Map<String, ValueMarker>> ofApplications;
    private final Map<String, ValueMarker> ofObject;
    private final NumberedReferences<ValueMarker> all = new NumberedReferences<>();
    private int outstanding;
    private volatile boolean any;
    private volatile String prefix = "";

    private ValueMarkers(
            boolean once,
            @Nullable PerApplication<Map<String, ValueMarker>> ofApplications,
            Map<String, ValueMarker> ofObject) {
        this.once = once;
        this.ofApplications = ofApplications;
        this.ofObject = ofObject;
    }

    /** Of a framework that reads them again and again, held as long as the application that reads the document. */
    public static ValueMarkers ofApplications() {
        return new ValueMarkers(false, perApplication(), Map.of());
    }

    private static <V> PerApplication<Map<String, V>> perApplication() {
        return new PerApplication<>(HashMap::new);
    }

    /** The same for one object of a framework, held as long as this. */
    public static ValueMarkers ofOneObject() {
        return new ValueMarkers(false, null, new HashMap<>());
    }

    /**
     * Keeps a value that was written into a document, for as long as the application is there, which may hold what it copied: its rotation is told, and a
     * login follows it. A value that nobody refers to is forgotten.
     */
    static void keep(LiveValue value) {
        Map<String, LiveValue> copied = COPIED.current();
        synchronized (copied) {
            copied.putIfAbsent(id(value), value);
        }
    }

    private static String id(LiveValue value) {
        return value.origin() + "\n" + value.text();
    }

    synchronized String add(LiveValue value, DocumentSecrets document) {
        Map<String, ValueMarker> home = ofApplications == null ? ofObject : ofApplications.current();
        String id = id(value);
        ValueMarker known = home.get(id);
        if (known == null) {
            if (prefix.isEmpty()) {
                byte[] random = new byte[16];
                new SecureRandom().nextBytes(random);
                prefix = BEGIN + "w" + HexFormat.of().formatHex(random) + 'n';
            }
            known = new ValueMarker(value, document, id, home);
            known.text = prefix + all.add(known) + END;
            home.put(id, known);
        }
        known.uses++;
        outstanding++;
        any = true;
        return known.text;
    }

    private synchronized void used(ValueMarker marker) {
        keep(marker.value);
        marker.uses--;
        if (marker.uses == 0) {
            marker.home.remove(marker.id);
        }
        outstanding--;
        any = outstanding > 0;
    }

    /** Whether there is any: as long as there is none every patch lets its method run. */
    public boolean any() {
        return any;
    }

    public boolean in(@Nullable Object text) {
        return text instanceof String string && any() && string.contains(prefix);
    }

    /** What no other document may hold; empty when there is none. */
    String prefix() {
        return any() ? prefix : "";
    }

    /** The text with what looks like markers changed into what does not, the same if there is nothing. */
    public String disarmed(String text) {
        return in(text) ? text.replace(prefix, DISARMED + prefix.substring(1)) : text;
    }

    /** The same in place. */
    static void disarm(StringBuilder text, String prefix, int from) {
        for (int at = text.indexOf(prefix, from); at >= 0; at = text.indexOf(prefix, at)) {
            text.setCharAt(at, DISARMED);
        }
    }

    /**
     * The text with the secrets as they are now; null when one of them is absent.
     *
     * @throws io.keyweave.SecretException when one is asked for now for the first time and is not available
     */
    public @Nullable String render(String text) {
        return replaced(text, marker -> {
            DeferredStartup overlap = Agent.running().overlap();
            if (overlap != null) {
                overlap.await();
            }
            marker.document.require(marker.value);
            if (alone(text)) {
                Agent.running().resolver().blanksAround(marker.value);
            }
            String value = marker.value.current();
            if (once) {
                used(marker);
            }
            return value;
        });
    }

    /** Whether nothing but blanks stands around a marker, such as the line break behind the last line of a block. */
    private boolean alone(String text) {
        String marker = text.strip();
        boolean blanks = marker.length() < text.length();
        return blanks
                && marker.indexOf(' ') < 0
                && marker.startsWith(prefix)
                && marker.indexOf(END) == marker.length() - 1;
    }

    /** The text with placeholders as they were written. */
    public String reveal(String text) {
        String written = replaced(text, marker -> marker.value.text());
        return written == null ? text : written;
    }

    private @Nullable String replaced(String text, MarkerReplacement replacement) {
        int at = any() ? text.indexOf(prefix) : -1;
        if (at < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        for (; at >= 0; at = text.indexOf(prefix, from)) {
            int number = at + prefix.length();
            int end = text.indexOf(END, number);
            ValueMarker marker = end < 0 ? null : marker(text, number, end);
            if (marker == null) {
                break;
            }
            String value = replacement.of(marker);
            if (value == null) {
                return null;
            }
            result.append(text, from, at).append(value);
            from = end + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private synchronized @Nullable ValueMarker marker(String text, int from, int to) {
        try {
            ValueMarker found = all.get(Integer.parseInt(text, from, to, 10));
            return found == null || found.uses == 0 ? null : found;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
