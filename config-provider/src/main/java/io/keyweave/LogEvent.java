package io.keyweave;

import io.keyweave.settings.DurationText;
import io.keyweave.text.MessageTemplate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line to be logged: its code, and the facts from which the text for a person and the fields for a program are made. Holds no secret
 * value. Made, filled and handed to {@link EventLog#write} by one thread.
 *
 * <p>A fact is a {@link Duration}, a {@link List}, a number, a {@link Count}, a {@link Cause}, or anything whose {@code toString} is meant.
 */
public final class LogEvent {

    /**
     * A number for a program, and with its noun for a person.
     *
     * @param noun of one, to which an s is added for several
     */
    public record Count(int number, String noun) {
        @Override
        public String toString() {
            return number + " " + noun + (number == 1 ? "" : "s");
        }
    }

    /**
     * One reason of several why something failed: an object for a program. For a person it is a paragraph of the report.
     *
     * @param failure of one of the secrets, with the answer of the service
     * @param cause what holds of all of them
     * @param secrets that fail for it
     * @param origins the places that name them
     */
    public record Cause(Failure failure, String cause, List<String> secrets, List<String> origins) {}

    static final MessageCode OF_PROVIDER = new MessageCode(
            "KW-8001",
            Log.Level.INFO,
            "{text}",
            "A line of a provider that is not Key Vault's: of an extension, or of your own.");

    private final MessageCode message;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private Log.Level level;
    private @Nullable Failure reason;

    private LogEvent(MessageCode message) {
        this.message = message;
        this.level = message.level();
    }

    /** A line of that kind. */
    public static LogEvent of(MessageCode message) {
        return new LogEvent(message);
    }

    /** Changes the level, for what is told at another one when it is told again. */
    public LogEvent at(Log.Level other) {
        level = other;
        return this;
    }

    /** Adds a fact; {@code null} and empty texts and lists are no facts. That of a secret tells its vault, too. */
    public LogEvent with(String name, @Nullable Object fact) {
        if (fact != null
                && !(fact instanceof String text && text.isEmpty())
                && !(fact instanceof List<?> l && l.isEmpty())) {
            facts.put(name, fact);
        }
        if (fact instanceof SecretRef ref) {
            facts.putIfAbsent("vault", ref.place());
        }
        return this;
    }

    /** Adds what failed: {@code cause}, {@code remedy} and {@code details} of the text, and fields of their own. */
    public LogEvent because(@Nullable Failure failure) {
        reason = failure;
        return this;
    }

    public Log.Level level() {
        return level;
    }

    /** {@code KW-} and four digits. */
    public String code() {
        return message.code();
    }

    /** What was added, in that order. */
    public Map<String, Object> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /** What failed, if this tells of a failure. */
    public @Nullable Failure reason() {
        return reason;
    }

    /** The sentence for a person, without code and time. */
    public String text() {
        Map<String, String> words = new HashMap<>();
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            words.put(fact.getKey(), words(fact.getValue()));
        }
        Failure failure = reason;
        if (failure != null) {
            words.put("cause", failure.cause());
            words.put("remedy", failure.remedy());
            String details = failure.details();
            if (!details.isEmpty()) {
                words.put("details", details);
            }
        }
        return MessageTemplate.fill(message.text(), words);
    }

    private static String words(Object fact) {
        if (fact instanceof Duration duration) {
            return DurationText.roughly(duration);
        }
        if (fact instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < list.size(); i++) {
                String item = String.valueOf(list.get(i));
                text.append(i == 0 ? "" : item.endsWith(" more") ? " and " : ", ")
                        .append(item);
            }
            return text.toString();
        }
        return fact.toString();
    }
}
