package io.keyweave;

import java.time.Duration;
import java.util.Objects;

/**
 * What a service publishes about its limits and prices.
 *
 * @param dollarsPer10000Requests US dollars
 * @param dollarsPerSecretAndMonth US dollars for each secret that is kept; 0 when only requests are paid
 * @param requests how many are answered within {@code window} before the service throttles
 * @param window the time they are counted in
 * @param limitedPer for what that limit holds: {@code vault}, {@code account and region}, {@code project}
 * @param secretsPerRequest how many secrets one request can fetch at most; such a request is paid and counted as one
 * @param batches how many requests for several secrets are answered within {@code window}; 0 when there are none
 * @param source where it is published, with the day it was read: {@code https://... (2026-11-30)}
 */
public record RequestCost(
        double dollarsPer10000Requests,
        double dollarsPerSecretAndMonth,
        int requests,
        Duration window,
        String limitedPer,
        int secretsPerRequest,
        int batches,
        String source) {

    public RequestCost {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(limitedPer, "limitedPer");
        Objects.requireNonNull(source, "source");
    }
}
