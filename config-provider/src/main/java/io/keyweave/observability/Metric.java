package io.keyweave.observability;

/**
 * What is measured, as Micrometer and OpenTelemetry name it. In Prometheus dots are underscores, a unit is appended, and so is {@code _total} to what only
 * grows: {@code keyweave_secret_age_seconds}.
 *
 * @param name with dots
 * @param kind whether it goes up and down
 * @param seconds whether its unit is seconds; otherwise it counts
 * @param description for people
 */
public record Metric(String name, Kind kind, boolean seconds, String description) {

    /** How a value changes. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Only up, from 0 at the start of the JVM. */
        COUNTER
    }

    static Metric gauge(String name, String description) {
        return new Metric("keyweave." + name, Kind.GAUGE, false, description);
    }

    static Metric seconds(String name, String description) {
        return new Metric("keyweave." + name, Kind.GAUGE, true, description);
    }

    static Metric counter(String name, String description) {
        return new Metric("keyweave." + name, Kind.COUNTER, false, description);
    }
}
