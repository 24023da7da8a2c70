package io.keyweave.azure.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a token is for.
 *
 * @param resource the resource's identifier without a trailing slash, {@code https://vault.azure.net}
 * @param tenant the tenant the vault's challenge named, for identities without a tenant of their own; or {@code null}
 */
public record Audience(String resource, @Nullable String tenant) {

    /** As the v2.0 token endpoint wants it. */
    String scope() {
        return resource + "/.default";
    }
}
