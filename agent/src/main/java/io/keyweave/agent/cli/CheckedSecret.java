package io.keyweave.agent.cli;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import io.keyweave.settings.DurationText;
import io.keyweave.store.Rules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the answer: a placeholder in one place, or a thing of the identity's own that ends.
 *
 * @param placeholder {@code vault/name}, without options: a default may be a password
 * @param origin where it stands
 * @param version the version found, or {@code null}
 * @param state one or two words
 * @param expires when it ends, or {@code null}
 * @param remedy what to do, empty when nothing is
 * @param failure what went wrong, or {@code null}
 * @param fatal whether a start would fail for it, or the application would get the text
 * @param resolution what becomes of it at its place, null for what is not a placeholder
 * @param rotates whether the application sees a new version, in a few words
 */
record CheckedSecret(
        String placeholder,
        String origin,
        @Nullable String version,
        String state,
        @Nullable Instant expires,
        String remedy,
        @Nullable Failure failure,
        boolean fatal,
        @Nullable Resolution resolution,
        String rotates) {

    static CheckedSecret malformed(Failure failure, String origin, Resolution resolution) {
        return new CheckedSecret(
                "?", origin, null, "malformed", null, failure.remedy(), failure, true, resolution, "-");
    }

    /** Of one that the application gets as it is written. */
    static CheckedSecret text(String placeholder, String origin, Resolution resolution) {
        boolean meant = resolution.trusted() == Resolution.Trusted.LEFT_OUT;
        String state =
                meant ? "text, by sources" : resolution.readers().isEmpty() ? "nobody resolves this" : "not trusted";
        return new CheckedSecret(
                placeholder, origin, null, state, null, resolution.remedy(), null, !meant, resolution, "-");
    }

    /**
     * Of a text that was probably meant as a placeholder.
     *
     * @param certain whether nobody else resolves such a text
     */
    static CheckedSecret nearMiss(String origin, String meant, Resolution resolution, boolean certain) {
        return new CheckedSecret(
                "?",
                origin,
                null,
                "no placeholder",
                null,
                "It stays text: " + meant + (meant.endsWith("?") ? "" : "."),
                null,
                certain,
                resolution,
                "-");
    }

    /**
     * @param status what the store knows of the secret, or {@code null}
     * @param failure why it is not available, or {@code null}
     * @param warn whether a missing secret is only warned about
     */
    static CheckedSecret of(
            Reference reference,
            String origin,
            @Nullable SecretStatus status,
            @Nullable Failure failure,
            boolean warn,
            Resolution resolution,
            Instant now) {
        String rotates = resolution.rotates(reference.secret().version() != null);
        if (failure == null && status != null && status.failure() != null && status.version() == null) {
            failure = status.failure();
        }
        if (failure != null) {
            boolean absent = failure.kind().absent();
            boolean tolerated = absent && (reference.optional() || reference.fallback() != null || warn);
            String state = state(failure)
                    + (!tolerated
                            ? ""
                            : reference.fallback() != null
                                    ? ", default used"
                                    : reference.optional() ? ", optional" : ", left unset");
            return new CheckedSecret(
                    reference.toString(),
                    origin,
                    null,
                    state,
                    null,
                    tolerated ? "" : failure.remedy(),
                    failure,
                    !tolerated,
                    resolution,
                    rotates);
        }
        Instant expires = status == null ? null : status.expires();
        return new CheckedSecret(
                reference.toString(),
                origin,
                status == null ? null : status.version(),
                expires == null || now.plus(Rules.EXPIRY_NEAR).isBefore(expires)
                        ? "ok"
                        : expires.isAfter(now) ? "ok, ends soon" : "ok, but expired",
                expires,
                expires == null || now.plus(Rules.EXPIRY_NEAR).isBefore(expires)
                        ? resolution.remedy()
                        : "Add a new version with a later expiry date.",
                null,
                false,
                resolution,
                rotates);
    }

    /** Such as the client certificate of the identity. */
    static CheckedSecret ownEnd(String what, Instant expires, Instant now) {
        boolean near = !now.plus(Rules.EXPIRY_NEAR).isBefore(expires);
        return new CheckedSecret(
                what,
                "identity",
                null,
                !near ? "ok" : expires.isAfter(now) ? "ok, ends soon" : "expired",
                expires,
                near ? "Renew it and register the new one before the old one ends." : "",
                null,
                false,
                null,
                "");
    }

    private static String state(Failure failure) {
        SecretRef ref = failure.ref();
        return switch (failure.kind()) {
            case MALFORMED -> "malformed";
            case NOT_ALLOWED -> "not allowed";
            case MISSING -> "missing";
            case DISABLED -> "disabled";
            case EXPIRED -> "expired";
            case REFUSED -> "refused";
            case IDENTITY -> "no token";
            case UNREACHABLE -> "unreachable";
            case THROTTLED -> "throttled";
            case SERVICE_ERROR -> "unhealthy";
            case INVALID_RESPONSE ->
                ref == null || ref.scheme().equals(PlaceholderParser.KEY_VAULT) ? "not Key Vault" : "not its service";
        };
    }

    /** {@code 12 days}, {@code 5 h}, {@code past}, or nothing. */
    String expiresIn(Instant now) {
        if (expires == null) {
            return "";
        }
        Duration left = Duration.between(now, expires);
        return left.isNegative() || left.isZero() ? "past" : DurationText.roughly(left);
    }
}
