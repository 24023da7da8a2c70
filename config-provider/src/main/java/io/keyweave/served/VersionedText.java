package io.keyweave.served;

import java.util.Objects;

/**
 * The text of a {@link SecretPart} in one version of its secret. {@link #toString()} shows the version only.
 *
 * @param text the text
 * @param version the version the vault names
 */
public record VersionedText(String text, String version) {

    public VersionedText {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(version, "version");
    }

    @Override
    public String toString() {
        return "VersionedText[" + version + "]";
    }
}
