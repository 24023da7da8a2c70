package io.keyweave.agent.views;

import io.keyweave.LiveValue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a map where a template's value belongs. Equal to itself only: that a user's string has the same text as a trusted
 * template proves nothing. Thread-safe.
 */
public final class Marker {

    private final String text;
    private final Supplier<@Nullable String> value;
    private final BooleanSupplier absent;

    /**
     * @param text the template as written
     * @param value the current rendering, null while a secret in it is absent
     * @param absent whether it is; may know so without waiting for the value
     */
    public Marker(String text, Supplier<@Nullable String> value, BooleanSupplier absent) {
        this.text = text;
        this.value = value;
        this.absent = absent;
    }

    public static Marker of(LiveValue value) {
        return new Marker(value.text(), value::current, () -> !value.present());
    }

    /** The secret now; null when it is absent. */
    public @Nullable String current() {
        return value.get();
    }

    /** Whether a secret in it is absent, so that there is no such key. */
    public boolean absent() {
        return absent.getAsBoolean();
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

    static boolean present(@Nullable Object stored) {
        return stored instanceof Marker marker ? !marker.absent() : stored != null;
    }

    static @Nullable Object raw(@Nullable Object stored) {
        return stored instanceof Marker marker ? marker.text() : stored;
    }
}
