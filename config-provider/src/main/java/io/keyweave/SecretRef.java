package io.keyweave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which secret: scheme, vault (or alias), name and, when pinned, a version. The rules for names are Key Vault's
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name">object
 * identifiers</a>): a vault is 3 to 24 letters, digits and dashes (an alias of the settings 1 to 24), a secret name 1 to 127, a
 * version 32 hexadecimal digits. The parser enforces them; a reference never holds a host or a URL.
 *
 * @param scheme the provider's scheme, lower case, {@code kv} for Azure Key Vault
 * @param vault vault name or alias, lower case
 * @param name secret name as written; Key Vault compares it without regard to case
 * @param version the pinned version, lower case, or {@code null} for the latest
 */
public record SecretRef(String scheme, String vault, String name, @Nullable String version) {

    public SecretRef {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(vault, "vault");
        Objects.requireNonNull(name, "name");
    }

    /** Whether this names one version forever: fetched once, never refreshed. */
    public boolean pinned() {
        return version != null;
    }

    /** Written out: the generated one starts the method-handle machinery, which a starting JVM need not pay for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretRef that
                && name.equals(that.name)
                && vault.equals(that.vault)
                && scheme.equals(that.scheme)
                && Objects.equals(version, that.version);
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + vault.hashCode()) * 31 + (version == null ? 0 : version.hashCode());
    }

    /** {@code vault/name}, the form that {@code allow} globs match and messages show. */
    public String path() {
        return vault + "/" + name;
    }

    /** {@code vault/name} or {@code vault/name/version}. */
    @Override
    public String toString() {
        return version == null ? path() : path() + "/" + version;
    }
}
