package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that is served although it could not be refreshed, as it was when that happened.
 *
 * @param report what of it is worth a line
 * @param secrets how many of this vault are in use
 * @param now the time of day
 * @param age since the vault confirmed it
 * @param next to the next attempt
 * @param left until it is dropped; null where nothing threatens it yet
 */
record StaleValue(
        SecretRef ref,
        String version,
        Failure failure,
        Incidents.FailureCount report,
        int secrets,
        Instant now,
        Duration age,
        Duration next,
        @Nullable Duration left,
        List<String> readers) {}
