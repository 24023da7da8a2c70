package io.keyweave.thirdparty;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes what {@code META-INF} of a jar says about the libraries in it. The build runs it before it makes the jar. */
public final class DescribeContents {

    private DescribeContents() {}

    /**
     * @param arguments artifact id and version of the jar, the instant of the build, the directory of packed jars with their poms ({@code
     *     -} for a jar that packs none), the directory to write {@code META-INF} into
     */
    public static void main(String[] arguments) throws IOException {
        // Maven runs this in its own JVM, for several modules at a time. They would share each jar that resources are
        // read from, and the class loader
        // of the first to end would close it for the others.
        URLConnection.setDefaultUseCaches("jar", false);
        String artifact = arguments[0];
        String version = arguments[1];
        List<PackedLibrary> libraries =
                arguments[3].equals("-") ? List.of() : new LibraryPoms(Path.of(arguments[3])).libraries();
        Path meta = Path.of(arguments[4], "META-INF");
        Files.createDirectories(meta.resolve("sbom"));
        Files.writeString(meta.resolve("LICENSE"), Licence.file(Licence.OURS));
        Files.writeString(meta.resolve("THIRD-PARTY.txt"), ThirdPartyNotices.of(artifact, libraries));
        Files.writeString(
                meta.resolve("sbom").resolve("bom.cdx.json"),
                BillOfMaterials.of(artifact, version, Instant.parse(arguments[2]), libraries));
    }
}
