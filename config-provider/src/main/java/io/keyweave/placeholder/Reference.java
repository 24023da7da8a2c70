package io.keyweave.placeholder;

import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands between {@code $<} and {@code >}: a secret, and what to make of it. Immutable.
 *
 * @param secret which secret
 * @param field the top-level field of a JSON secret, or {@code null} for the whole text
 * @param ttl {@code ?ttl=}, at least 1 s, or {@code null} for the setting
 * @param optional {@code ?optional}: a secret that does not exist leaves the key unset instead of failing the start
 * @param fallback {@code ?default=}: the text in place of a secret that does not exist, or {@code null}
 * @param encoding {@code ?as=}
 * @param column where the placeholder begins in its text, from 1
 */
public record Reference(
        SecretRef secret,
        @Nullable String field,
        @Nullable Duration ttl,
        boolean optional,
        @Nullable String fallback,
        Encoding encoding,
        int column) {

    public Reference {
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(encoding, "encoding");
    }

    /** {@code vault/secret[/version][#field]}; options stay out, a default may be a password. */
    @Override
    public String toString() {
        return field == null ? secret.toString() : secret + "#" + field;
    }
}
