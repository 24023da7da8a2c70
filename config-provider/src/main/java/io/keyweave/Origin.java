package io.keyweave;

import java.util.Objects;

/**
 * Where a template stands, in words a person finds it by: {@code system property db.password}, {@code env DB_PASSWORD},
 * {@code application.conf: 12}. Holds no value.
 *
 * @param description never empty
 */
public record Origin(String description) {

    public Origin {
        Objects.requireNonNull(description, "description");
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

    @Override
    public String toString() {
        return description;
    }
}
