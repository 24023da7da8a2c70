package io.keyweave.served;

import io.keyweave.Secret;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import io.keyweave.placeholder.Encoding;
import org.jspecify.annotations.Nullable;

/** The texts of the parts of one version of a secret, whose JSON is read once for all of its fields. For one thread. */
final class SecretTexts {

    private final Secret version;
    private @Nullable JsonObject fields;
    private boolean read;

    SecretTexts(Secret version) {
        this.version = version;
    }

    /** Null when it has no such field or is not base64. */
    @Nullable
    String text(SecretPart part) {
        String text = version.value();
        if (part.field() != null) {
            text = field(part.field());
        }
        if (text != null && part.trimmed()) {
            text = SecretField.trimmed(text);
        }
        return text != null && part.decoded() ? Encoding.BASE64_DECODE.apply(text) : text;
    }

    private @Nullable String field(String name) {
        JsonObject json = json();
        if (json != null || !SecretField.isCertificatePart(name)) {
            return json == null ? null : SecretField.of(json, name);
        }
        try {
            return SecretField.ofCertificate(version.value(), name);
        } catch (IllegalArgumentException isNone) {
            return null;
        }
    }

    private @Nullable JsonObject json() {
        if (!read) {
            read = true;
            try {
                fields = JsonObject.parse(version.value());
            } catch (JsonException isNone) {
                fields = null;
            }
        }
        return fields;
    }
}
