package io.keyweave;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret as the vault gave it. Immutable. {@link #toString()} never shows the value.
 *
 * <p>Key Vault does not enforce {@code notBefore} and {@code expires} on reads
 * (<a href="https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#date-time-controlled-operations">date-time
 * controlled operations</a>); watching them is the store's job.
 *
 * @param value the secret text, possibly empty, at most 25 KB in Key Vault
 * @param version the version the vault named, 32 hexadecimal digits for Key Vault
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
     * renewed, and lets nobody else do it.
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
