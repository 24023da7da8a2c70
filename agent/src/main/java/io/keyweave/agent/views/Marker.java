package io.keyweave.agent.views;

import io.keyweave.LiveValue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a map where a template's value belongs. Equal to itself only: that a user's string has the same text as a trusted
 * template proves nothing. Thread-safe.
 */
public abstract class Marker {

    private Marker() {}

    /** One object for each: a file may have a hundred thousand of them. */
    public static Marker of(LiveValue value) {
        return new OfLiveValue(value);
    }

    /**
     * @param text the template as written
     * @param value the current rendering, null while a secret in it is absent
     * @param absent whether it is; may know so without waiting for the value
     */
    public static Marker of(String text, Supplier<@Nullable String> value, BooleanSupplier absent) {
        return new Supplied(text, value, absent);
    }

    /** The secret now; null when it is absent. */
    public abstract @Nullable String current();

    /** Whether a secret in it is absent, so that there is no such key. */
    public abstract boolean absent();

    /** The template as written. */
    public abstract String text();

    /** The text: never the secret. */
    @Override
    public String toString() {
        return text();
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

    private static final class OfLiveValue extends Marker {
        private final LiveValue value;

        OfLiveValue(LiveValue value) {
            this.value = value;
        }

        @Override
        public @Nullable String current() {
            return value.current();
        }

        @Override
        public boolean absent() {
            return !value.present();
        }

        @Override
        public String text() {
            return value.text();
        }
    }

    private static final class Supplied extends Marker {
        private final String text;
        private final Supplier<@Nullable String> value;
        private final BooleanSupplier absent;

        Supplied(String text, Supplier<@Nullable String> value, BooleanSupplier absent) {
            this.text = text;
            this.value = value;
            this.absent = absent;
        }

        @Override
        public @Nullable String current() {
            return value.get();
        }

        @Override
        public boolean absent() {
            return absent.getAsBoolean();
        }

        @Override
        public String text() {
            return text;
        }
    }
}
