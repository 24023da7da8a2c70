package io.keyweave.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Days as text, {@code 2027-01-31}. */
public final class DateText {

    private DateText() {}

    /** The beginning of that day in UTC, or {@code null} when the text is not a date. */
    public static @Nullable Instant parse(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
