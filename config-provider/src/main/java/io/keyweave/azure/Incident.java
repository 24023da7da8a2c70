package io.keyweave.azure;

import io.keyweave.http.TransportException.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one failed fetch: what {@link FailureMessages} is chosen by, and what its texts are filled with. Holds no value, token or
 * client secret.
 *
 * @param stage who failed
 * @param noAnswer why there was no answer, or {@code null}
 * @param status HTTP status, 0 without an answer
 * @param code the service's error code, the innermost one, or {@code null}
 * @param requestId as the service named it, or {@code null}
 * @param retryAfter as the service asked, or {@code null}
 * @param facts by the names the texts use
 */
record Incident(
        FailedStep stage,
        @Nullable Reason noAnswer,
        int status,
        @Nullable String code,
        @Nullable String requestId,
        @Nullable Duration retryAfter,
        Map<String, String> facts) {

    /** Who failed. */
    enum FailedStep {
        VAULT,
        /** The vault's 401 asked for something we do not give. */
        CHALLENGE,
        /** The answer belongs to another request. */
        ANSWER,
        CONFIGURATION,
        ENTRA_ID,
        MANAGED_IDENTITY,
        AZURE_CLI
    }

    Incident {
        facts = Map.copyOf(facts);
    }

    static Incident silent(FailedStep stage, Reason reason) {
        return new Incident(stage, reason, 0, null, null, null, Map.of());
    }

    static Incident answered(FailedStep stage, int status, @Nullable String code) {
        return new Incident(stage, null, status, code, null, null, Map.of());
    }

    Incident with(String fact, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(fact, value);
        return new Incident(stage, noAnswer, status, code, requestId, retryAfter, more);
    }

    Incident asked(@Nullable String id, @Nullable Duration wait) {
        return new Incident(stage, noAnswer, status, code, id, wait, facts);
    }
}
