package io.keyweave;

import io.keyweave.text.MessageTemplate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of message: what a person finds it by, however its words change. Each has its place in {@code docs/troubleshooting.md}, which is
 * made from these; a constant of this type is all that a new message needs to be there.
 *
 * @param code {@code KW-} and four digits, never used again for something else: 1 start and end of a JVM, 2 the vault, 3 the identity, 4 the
 *     secrets of a running JVM, 5 placeholders, settings and trust, 6 logins, 7 Kafka, 8 other providers, 9 the agent itself
 * @param level how bad it is; that of a failure is told by the line that reports it
 * @param text what is said: {@code {fact}} is filled in, a part in «guillemets» is left out when a fact in it is not known
 * @param advice what to do; for a failure it is said behind the text, and filled in the same way
 */
public record MessageCode(String code, Log.Level level, String text, String advice) {

    /** The page, relative to the root of the project, that explains each code under a heading of that name. */
    public static final String PAGE = "docs/troubleshooting.md";

    /** The text with these facts: name, value, name, value. */
    public String filled(@Nullable Object... facts) {
        return MessageTemplate.fill(text, words(facts));
    }

    /**
     * A failure that involved no request: the text is its cause, the advice its remedy.
     *
     * @param facts what they name, besides {@code secret} and {@code vault}: name, value, name, value
     */
    public Failure failure(Failure.Kind kind, @Nullable SecretRef ref, @Nullable Object... facts) {
        Map<String, String> words = words(facts);
        if (ref != null) {
            words.putIfAbsent("secret", ref.toString());
            words.putIfAbsent("vault", ref.place());
        }
        return Failure.local(kind, ref, MessageTemplate.fill(text, words), MessageTemplate.fill(advice, words))
                .coded(code);
    }

    private static Map<String, String> words(@Nullable Object... facts) {
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            words.put(String.valueOf(facts[i]), String.valueOf(facts[i + 1]));
        }
        return words;
    }

    /** Where a code is explained; {@code null} for a code that is not Keyweave's own. */
    public static @Nullable String page(@Nullable String code) {
        return code != null && code.startsWith("KW-") ? PAGE + "#" + code.toLowerCase(Locale.ROOT) : null;
    }
}
