package io.keyweave.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}, and {@code 0}. A number without
 * a unit is refused: nobody agrees what {@code ttl=300} means.
 */
public final class DurationText {

    private static final int MAX_DIGITS = 9;

    /** Bounds of every ttl, in a setting as in a placeholder. */
    public static final Duration LEAST_TTL = Duration.ofSeconds(1);

    public static final Duration MOST_TTL = Duration.ofDays(30);

    private DurationText() {}

    /** The duration, or {@code null} when the text is not one. Never negative. */
    public static @Nullable Duration parse(String text) {
        int digits = 0;
        long number = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            number = number * 10 + (text.charAt(digits) - '0');
            digits++;
            if (digits > MAX_DIGITS) {
                return null;
            }
        }
        if (digits == 0) {
            return null;
        }
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case "" -> number == 0 ? Duration.ZERO : null;
            default -> null;
        };
    }

    /** The shortest text that {@link #parse} reads back as the same duration, to the millisecond. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** For people: in the largest unit of which there are at least two, {@code 90 min}, {@code 12 days}. */
    public static String roughly(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(2)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(2)) < 0) {
            return duration.toMinutes() + " min";
        }
        if (duration.compareTo(Duration.ofDays(2)) < 0) {
            return duration.toHours() + " h";
        }
        return duration.toDays() + " days";
    }
}
