package io.keyweave.agent.document;

import io.keyweave.LiveValue;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.DeferredStartup;
import io.keyweave.agent.runtime.GrowingList;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that represent placeholders while a library parses a document: letters and digits around 128 random bits of this JVM, which
 * no parser has a meaning for and nobody can forge. They are exchanged for the secret where the parser returns values, which is how a
 * secret needs no quoting, is never taken for a number, and is not looked through for expressions.
 *
 * <p>Thread-safe. Markers stay for the life of the JVM, one for each placeholder and place.
 */
public final class ValueMarkers {

    /** Those of this JVM. */
    public static final ValueMarkers OF_JVM = new ValueMarkers();

    private static final char END = 'z';

    private record Marked(LiveValue value, DocumentSecrets document) {}

    private interface MarkerReplacement {
        @Nullable
        String of(Marked marked);
    }

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, LiveValue> kept = new HashMap<>();
    private final GrowingList<Marked> all = new GrowingList<>();
    private volatile String prefix = "";

    private ValueMarkers() {}

    /**
     * Keeps a value that was written into a document, for as long as the application may hold what it copied from there: its rotation is told, and
     * a login follows it. A value that nobody refers to is forgotten.
     */
    synchronized void keep(LiveValue value) {
        kept.putIfAbsent(value.origin() + "\n" + value.text(), value);
    }

    synchronized String add(LiveValue value, DocumentSecrets document) {
        String id = value.origin() + "\n" + value.text();
        Integer known = numbers.get(id);
        if (known == null) {
            if (prefix.isEmpty()) {
                byte[] random = new byte[16];
                new SecureRandom().nextBytes(random);
                prefix = "kw" + HexFormat.of().formatHex(random) + 'n';
            }
            known = all.add(new Marked(value, document));
            numbers.put(id, known);
        }
        return prefix + known + END;
    }

    /** Whether there is any: as long as there is none every patch lets its method run. */
    public boolean any() {
        return all.size() > 0;
    }

    public boolean in(@Nullable Object text) {
        return text instanceof String string && any() && string.contains(prefix);
    }

    /**
     * The text with the secrets as they are now; null when one of them is absent.
     *
     * @throws io.keyweave.SecretException when one is asked for now for the first time and is not available
     */
    public @Nullable String render(String text) {
        return replaced(text, marked -> {
            DeferredStartup overlap = Agent.running().overlap();
            if (overlap != null) {
                overlap.await();
            }
            marked.document.require(marked.value);
            if (alone(text)) {
                Agent.running().resolver().blanksAround(marked.value);
            }
            return marked.value.current();
        });
    }

    /** Whether nothing but blanks stands around a marker, such as the line break behind the last line of a block. */
    private static boolean alone(String text) {
        String marker = text.strip();
        boolean blanks = marker.length() < text.length();
        return blanks
                && marker.indexOf(' ') < 0
                && marker.startsWith(OF_JVM.prefix)
                && marker.indexOf(END) == marker.length() - 1;
    }

    /** The text with placeholders as they were written. */
    public String reveal(String text) {
        String written = replaced(text, marked -> marked.value.text());
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
            Marked marked = end < 0 ? null : marked(text, number, end);
            if (marked == null) {
                break;
            }
            String value = replacement.of(marked);
            if (value == null) {
                return null;
            }
            result.append(text, from, at).append(value);
            from = end + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private @Nullable Marked marked(String text, int from, int to) {
        try {
            return all.get(Integer.parseInt(text, from, to, 10));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
