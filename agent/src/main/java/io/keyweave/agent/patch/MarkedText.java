package io.keyweave.agent.patch;

import io.keyweave.SecretException;
import io.keyweave.agent.document.ValueMarkers;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.runtime.Refusals;
import org.jspecify.annotations.Nullable;

/** What a parser made of a text with markers, at the place where it returns values. */
public final class MarkedText {

    private MarkedText() {}

    /** Whether no text can hold a marker. */
    public static boolean none() {
        return !ValueMarkers.OF_PARSERS.any();
    }

    public static boolean in(@Nullable Object text) {
        return ValueMarkers.OF_PARSERS.in(text);
    }

    /**
     * The text with its secrets; null when one is absent.
     *
     * @throws Throwable an {@code IllegalStateException} with the report when one is asked for now and is not available
     */
    public static @Nullable String value(Call call, String text) throws Throwable {
        return value(call, text, ValueMarkers.OF_PARSERS);
    }

    /** The same with markers of a framework. */
    public static @Nullable String value(Call call, String text, ValueMarkers markers) throws Throwable {
        try {
            return markers.render(text);
        } catch (SecretException refused) {
            throw call.raise(Refusals.remember(new IllegalStateException(Refusals.report(refused)), refused));
        }
    }

    /** The same, empty when one is absent: for those who cannot take a null. */
    public static String present(Call call, String text) throws Throwable {
        String value = value(call, text);
        return value == null ? "" : value;
    }

    /**
     * For the argument of a constructor that takes a value: exchanged when it holds a marker.
     *
     * @param nullable whether an absent one may be null; otherwise it is empty
     */
    public record ValueExchange(boolean nullable) implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.self() instanceof String text) || !in(text)) {
                return null;
            }
            return new Object[] {nullable ? value(call, text) : present(call, text)};
        }
    }
}
