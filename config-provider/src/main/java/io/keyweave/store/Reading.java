package io.keyweave.store;

import java.util.Objects;

/**
 * The text of a {@link Part} in one version of its secret. {@link #toString()} shows the version only.
 *
 * @param text the text
 * @param version the version the vault names
 */
public record Reading(String text, String version) {

    public Reading {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(version, "version");
    }

    @Override
    public String toString() {
        return "Reading[" + version + "]";
    }
}
