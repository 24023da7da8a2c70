package io.keyweave;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret as its service gave it. Immutable. {@link #toString()} never shows the value.
 *
 * <p>Watching {@code notBefore} and {@code expires} is Keyweave's job, since services do not enforce them on reads.
 *
 * @param value the secret text, possibly empty; of a secret that is bytes, their Base64
 * @param version another text for each version, shown in messages and never derived from the value: 32 hexadecimal digits for Key Vault
 * @param contentType the content type, {@code application/x-pkcs12} for a certificate read as a secret, or {@code null}
 * @param enabled whether the version is enabled; a provider normally fails instead of returning a disabled one
 * @param notBefore start of validity or {@code null}
 * @param expires end of validity or {@code null}
 */
public record Secret(
        String value,
        String version,
        @Nullable String contentType,
        boolean enabled,
        @Nullable Instant notBefore,
        @Nullable Instant expires) {

    public Secret {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(version, "version");
    }

    /** A secret of which only value and version are known. */
    public static Secret of(String value, String version) {
        return new Secret(value, version, null, true, null, null);
    }

    /**
     * Whether it is a certificate with its key, as the content type says. Key Vault sets such a secret by itself when the certificate is
     * renewed.
     */
    public boolean isCertificate() {
        return "application/x-pkcs12".equals(contentType) || "application/x-pem-file".equals(contentType);
    }

    /** Everything but the value. */
    @Override
    public String toString() {
        return "Secret[version=" + version + ", contentType=" + contentType + ", enabled=" + enabled + ", notBefore="
                + notBefore + ", expires=" + expires + "]";
    }
}
