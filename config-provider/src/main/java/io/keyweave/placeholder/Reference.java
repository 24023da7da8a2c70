package io.keyweave.placeholder;

import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands between {@code $<} and {@code >}: a secret, and what to make of it. Immutable.
 *
 * @param secret which secret
 * @param field the field of a JSON secret, {@code a.b[0]}, or a part of a certificate, or {@code null} for the whole text
 * @param ttl {@code ?ttl=}, at least 1 s, or {@code null} for the setting
 * @param optional {@code ?optional}: a secret that does not exist leaves the key unset instead of failing the start
 * @param fallback {@code ?default=}: the text instead of a secret that does not exist, or {@code null}
 * @param trim {@code ?trim}: blanks and line breaks around the secret, and a byte order mark before it, are no part of it
 * @param encoding {@code ?as=}
 * @param column where the placeholder begins in its text, from 1
 */
public record Reference(
        SecretRef secret,
        @Nullable String field,
        @Nullable Duration ttl,
        boolean optional,
        @Nullable String fallback,
        boolean trim,
        Encoding encoding,
        int column) {

    public Reference {
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(encoding, "encoding");
    }

    /** The same with {@code ?trim}. */
    public Reference trimmed() {
        return trim ? this : new Reference(secret, field, ttl, optional, fallback, true, encoding, column);
    }

    /** {@code vault/secret[/version][#field]}; options stay out, a default may be a password. */
    @Override
    public String toString() {
        return field == null ? secret.toString() : secret + "#" + field;
    }
}
