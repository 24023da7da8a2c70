package io.keyweave.thirdparty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.util.LicenseResolver;

/** Licences by their SPDX identifiers. A library under one whose text is not kept here stops the build: somebody has to read it first. */
final class Licence {

    /** Keyweave's own. */
    static final String OURS = "Apache-2.0";

    private Licence() {}

    /**
     * What SPDX calls the licence of a pom.
     *
     * @throws IOException when it is not known
     */
    static String spdx(PackedLibrary library) throws IOException {
        // As google-auth-library's poms call the one with three clauses, which its LICENSE is.
        String named = library.licence().equals("BSD New license") ? "BSD-3-Clause" : library.licence();
        LicenseChoice choice = LicenseResolver.resolve(named, false);
        if (choice != null && choice.getLicenses() != null) {
            for (License licence : choice.getLicenses()) {
                if (licence.getId() != null) {
                    return licence.getId();
                }
            }
        }
        throw new IOException(
                library.coordinates() + " is under '" + library.licence() + "', which SPDX does not know");
    }

    /**
     * The standard text.
     *
     * @throws IOException when it is not kept here
     */
    static String text(String spdx) throws IOException {
        return file(spdx).strip();
    }

    /** The same as it is in its file. */
    static String file(String spdx) throws IOException {
        try (InputStream in = Licence.class.getResourceAsStream(spdx.equals(OURS) ? "LICENSE" : spdx + ".txt")) {
            if (in == null) {
                throw new IOException("no text is kept for the licence " + spdx
                        + ": read it, and add it to the resources of keyweave-third-party");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
