package io.keyweave;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings as one provider sees them: its own by their names, and under any other name what is set for all, such as {@code ca}. Made by
 * Keyweave; immutable and thread-safe.
 */
public interface ProviderSettings {

    /** The value as given, else the default, else {@code null}. */
    @Nullable
    String text(String name);

    /** Whether somebody set it. */
    boolean isSet(String name);

    /** Where it was set, for messages: {@code agent argument aws.endpoint}, {@code KEYWEAVE_CA}; {@code default} when nobody did. */
    String origin(String name);

    /** A setting that is {@code true} or {@code false}. */
    boolean flag(String name);

    /**
     * A setting that is a duration.
     *
     * @throws IllegalArgumentException when it has no value or is of another type
     */
    Duration duration(String name);

    /** A setting that is a list: its items without blanks around them, empty ones left out. */
    List<String> list(String name);

    /** What is set for names that begin so, by the rest of the name, in the order given: for families of settings such as {@code vault.ALIAS}. */
    Map<String, String> startingWith(String prefix);

    /** A raw environment variable such as {@code AWS_REGION}, in which no placeholder is resolved; {@code null} when unset or empty. */
    @Nullable
    String environment(String name);

    /** A raw system property such as {@code https.proxyHost}, in which no placeholder is resolved; {@code null} when unset or empty. */
    @Nullable
    String systemProperty(String name);

    /** Takes the provider's own lines. */
    Log log();
}
