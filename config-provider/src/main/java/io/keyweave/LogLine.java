package io.keyweave;

import io.keyweave.text.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written. Written out by hand: {@code java.time}'s formatters and format strings cost a JVM that starts milliseconds.
 */
public final class LogLine {

    private LogLine() {}

    /** {@code 2026-11-30T03:00:00.123Z WARN KW-4101 keyweave: what happened (docs/troubleshooting.md#kw-4101)}. */
    static String text(long now, LogEvent event) {
        StringBuilder line = new StringBuilder(256);
        time(line, now);
        line.append(' ')
                .append(event.level().name())
                .append(' ')
                .append(event.code())
                .append(" keyweave: ");
        String text = event.text();
        line.append(text);
        String page = MessageCode.page(event.code());
        if (page != null && event.level().compareTo(Log.Level.WARN) <= 0) {
            // Behind a report, which has several lines and ends with one, on a line of its own.
            boolean report = text.endsWith("\n");
            line.append(report ? "\n  See " : " (").append(page).append(report ? "" : ")");
        }
        return line.toString();
    }

    /** {@code KW-4101 what happened (docs/troubleshooting.md#kw-4101)}: for a log that has time, level and name of its own. */
    public static String coded(LogEvent event) {
        String page = event.level().compareTo(Log.Level.WARN) <= 0 ? MessageCode.page(event.code()) : null;
        return event.code() + " " + event.text() + (page == null ? "" : " (" + page + ")");
    }

    /** One object, in ASCII: nobody knows how a collector decodes stderr. Durations are whole milliseconds, their names end with {@code Ms}. */
    static String json(long now, LogEvent event) {
        StringBuilder line = new StringBuilder(512);
        line.append("{\"time\":\"");
        time(line, now);
        line.append('"');
        field(line, "level", event.level().name());
        field(line, "logger", "keyweave");
        field(line, "code", event.code());
        field(line, "page", MessageCode.page(event.code()));
        field(line, "message", event.text());
        for (Map.Entry<String, Object> fact : event.facts().entrySet()) {
            field(line, fact.getKey(), fact.getValue());
        }
        Failure reason = event.reason();
        if (reason != null) {
            reason(line, reason, reason.cause());
        }
        return line.append('}').toString();
    }

    private static void reason(StringBuilder line, Failure reason, String cause) {
        field(line, "reason", reason.messageCode());
        field(line, "cause", cause);
        field(line, "remedy", reason.remedy());
        field(line, "kind", reason.kind().name());
        field(line, "status", reason.status() == 0 ? null : reason.status());
        field(line, "error", reason.code());
        field(line, "requestId", reason.requestId());
        field(line, "identity", reason.identity());
        field(line, "took", reason.elapsed().isZero() ? null : reason.elapsed());
        field(line, "retryAfter", reason.retryAfter());
        if (reason.attempts() > 1) {
            field(line, "attempts", reason.attempts());
            field(line, "triedFor", reason.over());
        }
    }

    /** A start has waited for all attempts, so one is a number, too. */
    private static void cause(StringBuilder line, LogEvent.Cause cause) {
        Failure failure = cause.failure();
        int begin = line.length();
        reason(line, failure, cause.cause());
        if (failure.attempts() == 1 && !failure.elapsed().isZero()) {
            field(line, "attempts", 1);
        }
        SecretRef ref = failure.ref();
        field(line, "vault", ref == null ? null : ref.place());
        field(line, "secrets", cause.secrets().isEmpty() ? null : cause.secrets());
        field(line, "origins", cause.origins().isEmpty() ? null : cause.origins());
        line.setCharAt(begin, '{');
        line.append('}');
    }

    private static void field(StringBuilder line, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        line.append(",\"").append(JsonText.ascii(name));
        if (value instanceof Duration duration) {
            line.append("Ms\":").append(duration.toMillis());
            return;
        }
        line.append("\":");
        if (value instanceof List<?> list) {
            line.append('[');
            for (int i = 0; i < list.size(); i++) {
                line.append(i == 0 ? "" : ",");
                if (list.get(i) instanceof LogEvent.Cause cause) {
                    cause(line, cause);
                } else {
                    quoted(line, list.get(i));
                }
            }
            line.append(']');
        } else if (value instanceof Number || value instanceof Boolean) {
            line.append(value);
        } else if (value instanceof LogEvent.Count count) {
            line.append(count.number());
        } else {
            quoted(line, value);
        }
    }

    private static void quoted(StringBuilder line, @Nullable Object value) {
        line.append('"').append(JsonText.ascii(String.valueOf(value))).append('"');
    }

    /** UTC to the millisecond. The day by <a href="https://howardhinnant.github.io/date_algorithms.html#civil_from_days">civil_from_days</a>. */
    static void time(StringBuilder line, long millis) {
        long days = Math.floorDiv(millis, 86_400_000L);
        int ofDay = (int) Math.floorMod(millis, 86_400_000L);
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int ofEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * month + 2) / 5 + 1;
        int civilMonth = month < 10 ? month + 3 : month - 9;
        digits(line, (int) (yearOfEra + era * 400) + (civilMonth <= 2 ? 1 : 0), 4);
        digits(line.append('-'), civilMonth, 2);
        digits(line.append('-'), day, 2);
        digits(line.append('T'), ofDay / 3_600_000, 2);
        digits(line.append(':'), ofDay / 60_000 % 60, 2);
        digits(line.append(':'), ofDay / 1_000 % 60, 2);
        digits(line.append('.'), ofDay % 1_000, 3);
        line.append('Z');
    }

    private static void digits(StringBuilder line, int number, int width) {
        String text = Integer.toString(number);
        for (int i = text.length(); i < width; i++) {
            line.append('0');
        }
        line.append(text);
    }
}
