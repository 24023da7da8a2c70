package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user name or a password can come from: a secret, or one field of a JSON secret.
 *
 * @param secret the secret
 * @param field the field, or null for the whole text
 * @param decoded whether the secret is base64 and the application sees it decoded
 */
public record Part(SecretRef secret, @Nullable String field, boolean decoded) {

    public Part {
        Objects.requireNonNull(secret, "secret");
    }

    /** The whole text of a secret. */
    public static Part of(SecretRef secret) {
        return new Part(secret, null, false);
    }

    /** As a person writes it, {@code vault/secret#field}. */
    @Override
    public String toString() {
        return field == null ? secret.toString() : secret + "#" + field;
    }
}
