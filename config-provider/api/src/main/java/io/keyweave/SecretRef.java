package io.keyweave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which secret. Made by the {@link ReferenceGrammar} of its scheme, which says what its parts are and which characters they have; a
 * reference never holds a host or a URL.
 *
 * @param scheme the provider's scheme, lower case, {@code kv} for Azure Key Vault
 * @param container what holds the secret and what a service's limits are counted for: a vault or its alias, a region, a project, a directory;
 *     empty where there is only one
 * @param name secret name as written
 * @param version the version it is pinned to, which never changes, or {@code null}
 * @param stage a label that moves from version to version, such as {@code AWSPREVIOUS}, or {@code null} for the latest version; not together
 *     with a version
 * @param text the whole as its placeholder has it, without the scheme; no part of what makes two references equal
 */
public record SecretRef(
        String scheme, String container, String name, @Nullable String version, @Nullable String stage, String text) {

    /** Key Vault's scheme, which messages leave out. */
    private static final String UNNAMED = "kv";

    public SecretRef {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
    }

    /** The latest or a pinned version, written as {@code container/name} or {@code container/name/version}. */
    public SecretRef(String scheme, String container, String name, @Nullable String version) {
        this(scheme, container, name, version, null, text(container, name, version));
    }

    private static String text(String container, String name, @Nullable String version) {
        String path = path(container, name);
        return version == null ? path : path + "/" + version;
    }

    private static String path(String container, String name) {
        boolean separated = container.isEmpty() || container.endsWith("/") || container.endsWith(":");
        return separated ? container.concat(name) : container + "/" + name;
    }

    /** Whether this names one version forever: fetched once, never refreshed. */
    public boolean pinned() {
        return version != null;
    }

    /** Written out: the generated one starts the method-handle machinery, which a starting JVM need not pay for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof SecretRef that
                        && name.equals(that.name)
                        && container.equals(that.container)
                        && scheme.equals(that.scheme)
                        && Objects.equals(version, that.version)
                        && Objects.equals(stage, that.stage);
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + container.hashCode()) * 31
                + (version == null ? 0 : version.hashCode())
                + (stage == null ? 0 : stage.hashCode());
    }

    /**
     * Container and name, which {@code allow} globs match: {@code contoso-prod/db-password}. A slash stands between them unless the container is empty or
     * ends with a slash or colon.
     */
    public String path() {
        return path(container, name);
    }

    /** The container as lines and measurements name it, {@code aws:eu-west-1}; Key Vault's without a scheme, the one that has no name by it alone. */
    public String place() {
        if (scheme.equals(UNNAMED)) {
            return container;
        }
        return container.isEmpty() ? scheme : scheme + ":" + container;
    }

    /** As messages show it: {@code aws:prod/db}. Key Vault's, which were there before there were other schemes, are shown without theirs. */
    @Override
    public String toString() {
        return scheme.equals(UNNAMED) ? text : scheme + ":" + text;
    }
}
