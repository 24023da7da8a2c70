package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.BillOfMaterials;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the jars say of themselves; those of the agent and of Kafka, which pack libraries, have tests of their own. */
class BuiltJarsIT {

    @Test
    void theLibraryAndTheDevVaultPackNothingAndSaySo() throws IOException {
        Path library = jarsIn("config-provider").stream()
                .filter(jar -> jar.getFileName().toString().startsWith("keyweave-config-provider-"))
                .findFirst()
                .orElseThrow();
        packsNothing(library, "keyweave-config-provider ");
        packsNothing(Project.built("samples/dev-vault/target/keyweave-dev-vault.jar"), "keyweave-dev-vault ");
    }

    private static void packsNothing(Path jar, String product) throws IOException {
        BillOfMaterials bill = BillOfMaterials.of(jar);
        assertTrue(bill.product().startsWith(product), bill.product());
        assertEquals(0, bill.size());
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> foreign = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("io/keyweave/"))
                    .toList();
            assertEquals(List.of(), foreign);
            byte[] licence =
                    file.getInputStream(file.getEntry("META-INF/LICENSE")).readAllBytes();
            assertEquals(Files.readString(Project.built("LICENSE")), new String(licence, StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyManifestNamesTheVersion() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : List.of("agent", "config-provider", "samples/dev-vault")) {
            jars.addAll(jarsIn(module));
        }
        // Those of a build of everything.
        for (String module : List.of("quickstart", "kafka-connect", "jdbc-rotation", "spring-boot")) {
            jars.addAll(jarsIn("samples/" + module));
        }
        assertTrue(jars.size() >= 5, jars.toString());
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                String version = file.getManifest().getMainAttributes().getValue("Implementation-Version");
                assertTrue(version != null && version.matches("\\d.*"), jar + ": " + version);
            }
        }
    }

    private static List<Path> jarsIn(String module) throws IOException {
        Path target = Project.home().resolve(module).resolve("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
