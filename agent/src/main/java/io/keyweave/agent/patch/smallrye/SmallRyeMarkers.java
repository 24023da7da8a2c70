package io.keyweave.agent.patch.smallrye;

import io.keyweave.agent.document.ValueMarkers;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.trust.WeakIdentityMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The markers in what SmallRye Config has read from files. In a text of any other source they represent nothing. Thread-safe. */
final class SmallRyeMarkers {

    static final ValueMarkers ALL = ValueMarkers.ofApplications();

    /** The very texts that were read. */
    private static final WeakIdentityMap<Boolean> TEXTS = new WeakIdentityMap<>();

    private SmallRyeMarkers() {}

    /** Remembers the values of a source that was just filled: texts, or SmallRye's own class for a value. */
    static void own(@Nullable Object source) throws ReflectiveOperationException {
        if (ALL.any() && source instanceof Map<?, ?> map) {
            for (Object value : map.values()) {
                own(value, "value");
                own(value, "rawValue");
            }
        }
    }

    private static void own(@Nullable Object value, String field) throws ReflectiveOperationException {
        Object text = value == null || value instanceof String
                ? value
                : Reflected.field(value, field).get(value);
        if (ALL.in(text) && text != null) {
            TEXTS.put(text, Boolean.TRUE);
        }
    }

    /** Whether there are markers in the text and it is one that was read from a file. */
    static boolean genuine(@Nullable Object text) {
        return text != null && ALL.in(text) && TEXTS.contains(text);
    }
}
