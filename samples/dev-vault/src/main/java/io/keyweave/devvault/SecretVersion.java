package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret. Immutable; an attribute changes by replacing the version. {@link #toString} hides the value.
 *
 * @param certificateKeyId the key of the certificate that this secret belongs to; null for an ordinary secret
 */
record SecretVersion(
        String id,
        String value,
        @Nullable String contentType,
        Map<String, Object> tags,
        @Nullable String certificateKeyId,
        boolean enabled,
        @Nullable Instant notBefore,
        @Nullable Instant expires,
        Instant created,
        Instant updated) {

    SecretVersion with(boolean nowEnabled, @Nullable Instant nowNotBefore, @Nullable Instant nowExpires) {
        return new SecretVersion(
                id,
                value,
                contentType,
                tags,
                certificateKeyId,
                nowEnabled,
                nowNotBefore,
                nowExpires,
                created,
                Instant.now());
    }

    /** The version as the REST API shows it, under this address. */
    Map<String, Object> bundle(String address, boolean withValue) {
        return Json.of(
                "value",
                withValue ? value : null,
                "contentType",
                contentType,
                "id",
                address,
                "attributes",
                attributes(),
                "tags",
                tags.isEmpty() ? null : tags,
                "kid",
                certificateKeyId,
                "managed",
                certificateKeyId == null ? null : true);
    }

    private Map<String, Object> attributes() {
        return Json.of(
                "enabled",
                enabled,
                "nbf",
                notBefore == null ? null : notBefore.getEpochSecond(),
                "exp",
                expires == null ? null : expires.getEpochSecond(),
                "created",
                created.getEpochSecond(),
                "updated",
                updated.getEpochSecond(),
                "recoveryLevel",
                "Recoverable+Purgeable",
                "recoverableDays",
                90);
    }

    @Override
    public String toString() {
        return "SecretVersion[" + id + "]";
    }
}
