package io.keyweave.agent.patch.hocon;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Two values one behind the other, absent when one of them is. Joins again only when a part has changed. Thread-safe. */
final class Joined implements Supplier<@Nullable String> {

    private record JoinedText(String left, String right, String both) {}

    private final Object left;
    private final Object right;
    private volatile @Nullable JoinedText last;

    /** Each a text or a supplier of one. */
    Joined(Object left, Object right) {
        this.left = left;
        this.right = right;
    }

    @Override
    @SuppressWarnings(
            "ReferenceEquality") // A value unchanged is the same object; equal ones may as well be joined again.
    public @Nullable String get() {
        String before = current(left);
        String after = current(right);
        if (before == null || after == null) {
            return null;
        }
        JoinedText known = last;
        if (known == null || known.left != before || known.right != after) {
            known = new JoinedText(before, after, before.concat(after));
            last = known;
        }
        return known.both;
    }

    private static @Nullable String current(Object part) {
        return part instanceof Supplier<?> value ? (String) value.get() : (String) part;
    }
}
