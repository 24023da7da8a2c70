package io.keyweave.azure;

import io.keyweave.settings.Cloud;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One vault to ask.
 *
 * @param name as placeholders write it, alias or name; for {@code az} commands the name is {@link #azName()}
 * @param url {@code https://host[:port]}
 */
record Vault(String name, URI url) {

    /** A vault of the cloud in force, by its name. */
    static Vault named(String name, Cloud cloud) {
        return new Vault(name, URI.create("https://" + name + cloud.vaultSuffix()));
    }

    String host() {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    /** The resource of tokens for vaults of this cloud, when the host is one of its vaults'; else {@code null}: ask the vault. */
    @Nullable
    String knownResource(Cloud cloud) {
        return host().endsWith(cloud.vaultSuffix())
                ? "https://" + cloud.vaultSuffix().substring(1)
                : null;
    }

    /** The name the Azure CLI knows it by: what stands before the first dot of a vault's host, else the alias. */
    String azName() {
        for (Cloud cloud : Cloud.values()) {
            if (host().endsWith(cloud.vaultSuffix())) {
                return host().substring(0, host().indexOf('.'));
            }
        }
        return name;
    }
}
