package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.BillOfMaterials;
import io.keyweave.test.Project;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the one file holds that users get. */
class AgentJarIT {

    @Test
    void everyEntryIsOneOfThese() throws IOException {
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            List<String> others = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name ->
                            !name.matches("META-INF/(MANIFEST\\.MF|LICENSE|THIRD-PARTY\\.txt|sbom/bom\\.cdx\\.json)"
                                    + "|io/keyweave/agent/(KeyweaveAgent|ReadingClasses|EarlyLine|(Standby|IsolatedLoader)(\\$\\w+)*)\\.class"
                                    + "|inst/(idle|index|first|library)"))
                    .toList();
            assertEquals(List.of(), others);
        }
    }

    @Test
    void isSmallEnough() throws IOException {
        long size = Files.size(Project.agentJar());
        assertTrue(size <= 12L * 1024 * 1024, size + " bytes");
    }

    @Test
    void theBillOfMaterialsListsWhatIsPackedWithLicencesAndHashes() throws IOException {
        BillOfMaterials bill = BillOfMaterials.of(Project.agentJar());
        assertTrue(bill.product().startsWith("keyweave-agent "), bill.product());
        assertEquals(List.of(), bill.complaints(packedClasses(), Project.built("agent/target/library")));
    }

    @Test
    void theManifestNamesTheVersion() throws IOException {
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
            assertTrue(version.matches("\\d.*"), version);
        }
    }

    /** An old JVM reads the entry class, and nothing in it that came after Java 8: no constant of a kind that it does not know. */
    @Test
    void theEntryClassIsOneOfJava8() throws IOException {
        try (JarFile jar = new JarFile(Project.agentJar().toFile());
                DataInputStream in = new DataInputStream(
                        jar.getInputStream(jar.getEntry("io/keyweave/agent/KeyweaveAgent.class")))) {
            assertEquals(0xcafebabe, in.readInt());
            assertEquals(52, in.readInt());
            int constants = in.readUnsignedShort();
            for (int i = 1; i < constants; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> in.skipNBytes(in.readUnsignedShort());
                    case 3, 4, 9, 10, 11, 12 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++;
                    }
                    case 7, 8 -> in.skipNBytes(2);
                    default -> throw new AssertionError("a constant of the kind " + tag);
                }
            }
        }
    }

    /** Beside classes only what the libraries read; nothing of the build, which may name directories of the machine it ran on. */
    @Test
    void packsNoFilesOfTheBuild() throws IOException {
        List<String> others = packed().stream()
                .filter(
                        name -> !name.endsWith(".class")
                                && !name.matches(
                                        "META-INF/services/(io\\.keyweave|org\\.slf4j)\\..+|META-INF/keyweave-module|azure-[\\w-]+\\.properties|io/keyweave/.+"))
                .toList();
        assertEquals(List.of(), others);
    }

    /** Scanners find its advisories, and the Azure SDK would load it if it were there. */
    @Test
    void holdsNoJackson() throws IOException {
        assertEquals(
                List.of(),
                packed().stream()
                        .filter(name ->
                                name.startsWith("com/fasterxml/") || name.contains("core/implementation/jackson/"))
                        .toList());
    }

    /** The classes of libraries: an idle JVM needs none of them. */
    private static Set<String> packedClasses() throws IOException {
        Set<String> classes = new TreeSet<>();
        for (String name : packed()) {
            // A lambda that was written out while packing is of the class it is in.
            classes.add(name.replaceFirst("\\$\\$Lambda\\d+\\.class$", ".class"));
        }
        // One class of ours is in a package of HOCON, to see its members.
        classes.removeIf(
                name -> name.startsWith("io/keyweave/") || name.contains("/Keyweave") || !name.endsWith(".class"));
        return classes;
    }

    /** What is packed, by the index that {@code IsolatedLoader} reads. */
    private static Set<String> packed() throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile jar = new JarFile(Project.agentJar().toFile());
                DataInputStream index = new DataInputStream(jar.getInputStream(jar.getEntry("inst/index")))) {
            int count = index.readInt();
            index.skipNBytes(count * 5L * Integer.BYTES);
            for (int i = 0; i < count; i++) {
                byte[] name = index.readNBytes(index.readUnsignedShort());
                names.add(new String(name, StandardCharsets.ISO_8859_1));
            }
        }
        return names;
    }

    @Test
    void twoBuildsOfTheSameAreTheSame() throws IOException {
        // Every entry carries the one instant of the build, and entries are in a fixed order.
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            assertEquals(1, jar.stream().map(JarEntry::getTimeLocal).distinct().count());
        }
    }
}
