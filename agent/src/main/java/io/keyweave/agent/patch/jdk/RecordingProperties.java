package io.keyweave.agent.patch.jdk;

import io.keyweave.placeholder.AppServiceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Takes what the JDK parses, in the order in which it parses it. Not thread-safe. */
final class RecordingProperties extends Properties {

    private static final long serialVersionUID = 1L;

    final transient List<Object> keys = new ArrayList<>();
    final transient List<Object> values = new ArrayList<>();

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
        keys.add(key);
        values.add(value);
        return null;
    }

    /** Whether any value may hold a placeholder; cheap, and wrong only on the careful side. */
    boolean mayHoldPlaceholder() {
        for (int i = 0; i < values.size(); i++) {
            if (PropertiesPatch.mayHoldPlaceholder(values.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether any value may have been meant as a placeholder and is none. */
    boolean mayHoldNearMiss() {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof String text
                    && (text.contains("$<")
                            || text.contains("${kv:")
                            || text.contains("$&lt;")
                            || text.regionMatches(
                                    true,
                                    Math.max(0, text.indexOf('@')),
                                    AppServiceReference.START,
                                    0,
                                    AppServiceReference.START.length()))) {
                return true;
            }
        }
        return false;
    }
}
