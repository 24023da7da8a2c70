package io.keyweave.agent.live;

import io.keyweave.LiveValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a map where a template's value belongs. Equal to itself only: that a user's string has the same text as a trusted
 * template proves nothing. Thread-safe.
 */
public final class Marker {

    private final String text;
    private final Supplier<@Nullable String> value;

    /**
     * @param text the template as written
     * @param value the current rendering, null while a secret in it is absent
     */
    public Marker(String text, Supplier<@Nullable String> value) {
        this.text = text;
        this.value = value;
    }

    public static Marker of(LiveValue value) {
        return new Marker(value.text(), value::current);
    }

    /** The secret now; null when it is absent. */
    public @Nullable String current() {
        return value.get();
    }

    /** The template as written. */
    public String text() {
        return text;
    }

    /** The text: never the secret. */
    @Override
    public String toString() {
        return text;
    }

    static @Nullable Object read(@Nullable Object stored) {
        return stored instanceof Marker marker ? marker.current() : stored;
    }

    static @Nullable Object raw(@Nullable Object stored) {
        return stored instanceof Marker marker ? marker.text() : stored;
    }
}
