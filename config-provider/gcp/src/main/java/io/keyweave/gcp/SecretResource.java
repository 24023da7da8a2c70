package io.keyweave.gcp;

import io.keyweave.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * What a reference names in Secret Manager.
 *
 * @param project id or number
 * @param location the region of a regional secret, or {@code null}
 * @param version a number, an alias, or {@code latest}
 */
record SecretResource(String project, @Nullable String location, String secret, String version) {

    static final String LATEST = "latest";

    private static final String LOCATIONS = "/locations/";

    static SecretResource of(SecretRef ref) {
        String container = ref.container();
        int at = container.indexOf(LOCATIONS);
        String version = ref.version() != null ? ref.version() : ref.stage() != null ? ref.stage() : LATEST;
        return at < 0
                ? new SecretResource(container, null, ref.name(), version)
                : new SecretResource(
                        container.substring(0, at), container.substring(at + LOCATIONS.length()), ref.name(), version);
    }

    /** The same secret in another version. */
    SecretResource inVersion(String other) {
        return new SecretResource(project, location, secret, other);
    }

    /** As Google names the version. */
    String name() {
        return "projects/" + project + afterProject() + "/versions/" + version;
    }

    /** The name of the secret behind its project, which answers name by its number. */
    String afterProject() {
        return (location == null ? "" : LOCATIONS + location) + "/secrets/" + secret;
    }

    /** The host that has it, unless a setting says otherwise. */
    String host() {
        return location == null ? "secretmanager.googleapis.com" : "secretmanager." + location + ".rep.googleapis.com";
    }
}
