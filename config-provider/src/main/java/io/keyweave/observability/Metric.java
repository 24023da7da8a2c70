package io.keyweave.observability;

/**
 * What is measured, as Micrometer and OpenTelemetry name it. In Prometheus dots are underscores, a unit is appended, and so is {@code _total} to what only
 * grows: {@code keyweave_secret_age_seconds}.
 *
 * @param name with dots
 * @param counter whether it only goes up, from 0 at the start of the JVM
 * @param seconds whether its unit is seconds; otherwise it counts
 * @param description for people
 */
public record Metric(String name, boolean counter, boolean seconds, String description) {

    static Metric gauge(String name, String description) {
        return new Metric("keyweave." + name, false, false, description);
    }

    static Metric seconds(String name, String description) {
        return new Metric("keyweave." + name, false, true, description);
    }

    static Metric counter(String name, String description) {
        return new Metric("keyweave." + name, true, false, description);
    }
}
