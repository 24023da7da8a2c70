package io.keyweave.served;

import io.keyweave.SecretRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user name or a password can come from: a secret, or one field of a JSON secret.
 *
 * @param secret the secret
 * @param field the field, or null for the whole text
 * @param decoded whether the secret is base64 and the application sees it decoded
 * @param trimmed whether the application sees it without blanks around it
 */
public record SecretPart(SecretRef secret, @Nullable String field, boolean decoded, boolean trimmed) {

    public SecretPart {
        Objects.requireNonNull(secret, "secret");
    }

    /** As the secret has it, blanks included. */
    public SecretPart(SecretRef secret, @Nullable String field, boolean decoded) {
        this(secret, field, decoded, false);
    }

    /** The whole text of a secret. */
    public static SecretPart of(SecretRef secret) {
        return new SecretPart(secret, null, false, false);
    }

    /** Written out: a record's own is assembled from method handles at its first use, in the middle of a start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretPart that
                && secret.equals(that.secret)
                && Objects.equals(field, that.field)
                && decoded == that.decoded
                && trimmed == that.trimmed;
    }

    @Override
    public int hashCode() {
        return (secret.hashCode() * 31 + Objects.hashCode(field)) * 4 + (decoded ? 1 : 0) + (trimmed ? 2 : 0);
    }

    /** As a person writes it, {@code vault/secret#field}. */
    @Override
    public String toString() {
        return field == null ? secret.toString() : secret + "#" + field;
    }
}
