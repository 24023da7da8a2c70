package io.keyweave.settings;

import java.util.Objects;

/**
 * The value of a setting that only one provider knows, {@code aws.endpoint}, kept until that provider says what it means. {@link #toString()} does not show it: it
 * may be secret.
 *
 * @param text as given
 * @param origin where
 */
public record SchemeValue(String text, String origin) {

    public SchemeValue {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String toString() {
        return origin;
    }
}
