package io.keyweave.devvault.gcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code projects/P/secrets/S} or {@code projects/P/locations/L/secrets/S}.
 *
 * @param location the region of a regional secret; null for one that is replicated
 */
record SecretName(String project, @Nullable String location, String secret) {

    /** The name in a path below {@code v1}, or null when no secret is named there; what follows the name is left alone. */
    static @Nullable SecretName in(List<String> path) {
        if (path.size() < 4 || !path.get(0).equals("projects")) {
            return null;
        }
        if (path.get(2).equals("secrets")) {
            return new SecretName(path.get(1), null, path.get(3));
        }
        return path.size() >= 6
                        && path.get(2).equals("locations")
                        && path.get(4).equals("secrets")
                ? new SecretName(path.get(1), path.get(3), path.get(5))
                : null;
    }

    /**
     * Reads a resource name.
     *
     * @throws IllegalArgumentException when the text is none
     */
    static SecretName parse(String text) {
        SecretName name = in(List.of(text.split("/", -1)));
        if (name == null || !name.toString().equals(text)) {
            throw new IllegalArgumentException(
                    "expected projects/PROJECT/secrets/SECRET or projects/PROJECT/locations/REGION/secrets/SECRET, not '"
                            + text + "'");
        }
        return name;
    }

    /** How many parts of a path it takes. */
    int parts() {
        return location == null ? 4 : 6;
    }

    /** The same with its project named otherwise: by its number, or by its id. */
    SecretName inProject(String other) {
        return new SecretName(other, location, secret);
    }

    @Override
    public String toString() {
        return "projects/" + project + (location == null ? "" : "/locations/" + location) + "/secrets/" + secret;
    }
}
