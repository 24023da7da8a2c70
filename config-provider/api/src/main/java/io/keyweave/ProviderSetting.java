package io.keyweave;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting of one provider: {@code endpoint} of the scheme {@code aws} is given as agent argument {@code aws.endpoint=...}, system property
 * {@code keyweave.aws.endpoint}, environment variable {@code KEYWEAVE_AWS_ENDPOINT} or a line of the settings file.
 *
 * @param name lower case, digits and dashes
 * @param type how the value is read, and what is refused before the provider sees it
 * @param defaultText the value when nothing is set, or {@code null} when there is none
 * @param meaning a paragraph for the documentation, in Markdown
 * @param choices the values that a {@link ValueType#CHOICE} takes; otherwise empty
 */
public record ProviderSetting(
        String name, ValueType type, @Nullable String defaultText, String meaning, List<String> choices) {

    /** How a value is read. */
    public enum ValueType {
        TEXT,
        /** Never shown, in no message. */
        SECRET,
        PATH,
        /** A number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
        DURATION,
        CHOICE,
        /** {@code true} or {@code false}. */
        FLAG,
        /** Items separated by {@code ;}. */
        LIST
    }

    public ProviderSetting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(meaning, "meaning");
        choices = List.copyOf(choices);
    }

    /** Any text that is not empty; unset by default. */
    public static ProviderSetting text(String name, String meaning) {
        return new ProviderSetting(name, ValueType.TEXT, null, meaning, List.of());
    }

    /** A text that no message shows; unset by default. */
    public static ProviderSetting secret(String name, String meaning) {
        return new ProviderSetting(name, ValueType.SECRET, null, meaning, List.of());
    }

    /** The path of a file or directory; unset by default. */
    public static ProviderSetting path(String name, String meaning) {
        return new ProviderSetting(name, ValueType.PATH, null, meaning, List.of());
    }

    /** A list of texts; empty by default. */
    public static ProviderSetting list(String name, String meaning) {
        return new ProviderSetting(name, ValueType.LIST, null, meaning, List.of());
    }

    public static ProviderSetting flag(String name, boolean usual, String meaning) {
        return new ProviderSetting(name, ValueType.FLAG, Boolean.toString(usual), meaning, List.of());
    }

    public static ProviderSetting duration(String name, Duration usual, String meaning) {
        return new ProviderSetting(name, ValueType.DURATION, usual.toMillis() + "ms", meaning, List.of());
    }

    /** One of several words; the first by default. */
    public static ProviderSetting choice(String name, String meaning, String... choices) {
        return new ProviderSetting(name, ValueType.CHOICE, choices[0], meaning, List.of(choices));
    }
}
