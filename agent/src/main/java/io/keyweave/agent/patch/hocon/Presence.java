package io.keyweave.agent.patch.hocon;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Templates in HOCON's tree are told by being suppliers, which no value of HOCON itself is. */
final class Presence {

    private Presence() {}

    static boolean isTemplate(@Nullable Object value) {
        return value instanceof Supplier;
    }

    /** Whether the value is a template that has no value now. */
    static boolean absent(@Nullable Object value) {
        return value instanceof Supplier<?> template && template.get() == null;
    }

    static int count(Collection<?> values) {
        int present = 0;
        for (Object value : values) {
            if (!absent(value)) {
                present++;
            }
        }
        return present;
    }
}
