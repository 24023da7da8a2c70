package io.keyweave.kafka;

import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name that a Connect worker's file gives to this provider, {@code kv} of <code>${kv:vault:secret}</code>: other providers may have
 * variables of the same look. Kafka does not tell it; but Connect hands out the parameters as a view that notes which of the worker's
 * properties were read, and that view knows the prefix {@code config.providers.NAME.param.} (Kafka 3.6 to 4.4).
 */
final class ProviderName {

    private static final String BEFORE = "config.providers.";
    private static final String BEHIND = ".param.";

    private ProviderName() {}

    /** The name, or {@code null} where Kafka keeps it to itself. */
    static @Nullable String of(Map<String, ?> parameters) {
        try {
            Field prefix = parameters.getClass().getDeclaredField("prefix");
            prefix.setAccessible(true);
            return prefix.get(parameters) instanceof String text
                            && text.startsWith(BEFORE)
                            && text.endsWith(BEHIND)
                            && text.length() > BEFORE.length() + BEHIND.length()
                    ? text.substring(BEFORE.length(), text.length() - BEHIND.length())
                    : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
