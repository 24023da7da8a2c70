package io.keyweave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a template stands, in words a person finds it by: {@code system property db.password}, {@code env DB_PASSWORD},
 * {@code application.conf: 12}. Holds no value.
 *
 * @param description never empty
 * @param copiedBy what took the value once and keeps its own copy, such as a library that parsed a file; {@code null} when the value
 *     is read again
 */
public record Origin(String description, @Nullable String copiedBy) {

    public Origin {
        description = printable(Objects.requireNonNull(description, "description"));
    }

    /** Names of variables, keys and files may come from anybody: no line breaks and no terminal codes of theirs in logs and reports. */
    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (unprintable(text.charAt(i))) {
                StringBuilder safe = new StringBuilder(text);
                for (int at = i; at < safe.length(); at++) {
                    if (unprintable(safe.charAt(at))) {
                        safe.setCharAt(at, '?');
                    }
                }
                return safe.toString();
            }
        }
        return text;
    }

    private static boolean unprintable(char c) {
        if (c >= ' ' && c < 127) {
            return false;
        }
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069';
    }

    /** A place whose value is read again. */
    public Origin(String description) {
        this(description, null);
    }

    /** A place whose value a library copied when it was loaded, so that a new version does not reach it by itself. */
    public static Origin copied(String description, String by) {
        return new Origin(description, by);
    }

    public static Origin systemProperty(String name) {
        return new Origin("system property " + name);
    }

    public static Origin environment(String name) {
        return new Origin("env " + name);
    }

    /** One key of a file, {@code /etc/app/db.properties: db.password}. */
    public static Origin fileKey(String file, String key) {
        return new Origin(file + ": " + key);
    }

    /** One line of a file, counted from 1. */
    public static Origin fileLine(String file, int line) {
        return new Origin(file + ": " + line);
    }

    /** Anything else, described by the caller. */
    public static Origin of(String description) {
        return new Origin(description);
    }

    /** The same with what became of the value, for a message that tells of a new version. */
    public String reader() {
        return copiedBy == null
                ? description
                : description + ", copied by " + copiedBy
                        + " when it was loaded: a restart or the login hook brings the new version";
    }

    @Override
    public String toString() {
        return description;
    }
}
