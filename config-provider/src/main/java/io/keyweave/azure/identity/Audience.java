package io.keyweave.azure.identity;

import java.util.Objects;
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

    /** Written out: a record's own is assembled from method handles at its first use. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Audience that && resource.equals(that.resource) && Objects.equals(tenant, that.tenant);
    }

    @Override
    public int hashCode() {
        return resource.hashCode() * 31 + Objects.hashCode(tenant);
    }
}
