package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyweave.test.BillOfMaterials;
import io.keyweave.test.Project;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.components.Versioned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the two packages, and what must not be. */
class PackagesIT {

    private static final String SERVICE = "META-INF/services/org.apache.kafka.common.config.provider.ConfigProvider";

    @TempDir
    Path directory;

    private static List<String> files(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static String text(Path archive, String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    @Test
    void theJarHoldsOnlyOurPackagesAndKnowsNoConnect() throws Exception {
        Path jar = Project.built("config-provider/target/keyweave-kafka.jar");

        for (String name : files(jar)) {
            // The Azure SDK reads its own version from a file at the root.
            boolean version = name.startsWith("azure-") && name.endsWith(".properties");
            assertTrue(name.startsWith("io/keyweave/") || name.startsWith("META-INF/") || version, name);
            assertFalse(name.endsWith(".SF") || name.startsWith("META-INF/versions/"), name);
            assertFalse(name.startsWith("io/keyweave/hocon/") || name.contains("ConnectKeyVault"), name);
        }
        assertEquals("io.keyweave.kafka.KeyVaultConfigProvider", text(jar, SERVICE));
        assertEquals("io.keyweave.azure.KeyVaultProvider", text(jar, "META-INF/services/io.keyweave.ConfigProvider"));
    }

    /** The names that the shade plugin gave to the packages of libraries, and their own. */
    private static final Map<String, String> RELOCATED = Map.of(
            "caffeine/", "com/github/benmanes/caffeine/",
            "azure/", "com/azure/",
            "msal/", "com/microsoft/aad/",
            "reactivestreams/", "org/reactivestreams/",
            "reactor/", "reactor/",
            "slf4j/", "org/slf4j/");

    @Test
    void theBillOfMaterialsListsWhatThePackagesHold() throws Exception {
        Path jar = Project.built("config-provider/target/keyweave-kafka.jar");
        String shaded = "io/keyweave/kafka/shaded/";
        Set<String> classes = new TreeSet<>();
        for (String name : files(jar)) {
            if (name.startsWith(shaded) && name.endsWith(".class")) {
                String rest = name.substring(shaded.length());
                String part = rest.substring(0, rest.indexOf('/') + 1);
                classes.add(RELOCATED.get(part) + rest.substring(part.length()));
            }
        }
        BillOfMaterials bill = BillOfMaterials.of(jar);
        assertTrue(bill.product().startsWith("keyweave-kafka "), bill.product());
        assertEquals(List.of(), bill.complaints(classes, Project.built("config-provider/target/library")));

        BillOfMaterials connect =
                BillOfMaterials.of(Project.built("config-provider/target/keyweave-kafka-connect.jar"));
        assertEquals(0, connect.size(), connect.product());
    }

    @Test
    void everyManifestNamesTheVersion() throws Exception {
        for (String jar : List.of("keyweave-kafka.jar", "keyweave-kafka-connect.jar")) {
            String manifest = text(Project.built("config-provider/target/" + jar), "META-INF/MANIFEST.MF");
            assertTrue(manifest.matches("(?s).*\\bImplementation-Version: \\d.*"), manifest);
        }
    }

    @Test
    void theZipIsOneFolder() throws Exception {
        assertEquals(
                Set.of(
                        "keyweave-kafka/doc/LICENSE",
                        "keyweave-kafka/lib/keyweave-kafka-connect.jar",
                        "keyweave-kafka/lib/keyweave-kafka.jar",
                        "keyweave-kafka/manifest.json"),
                new TreeSet<>(files(Project.built("config-provider/target/keyweave-kafka-plugin.zip"))));
    }

    /** What Confluent's installer reads: a name, a version and an owner, by which the component is filed. */
    @Test
    void theManifestOfConfluentHubNamesThisVersion() throws Exception {
        JsonNode manifest = new ObjectMapper()
                .readTree(text(
                        Project.built("config-provider/target/keyweave-kafka-plugin.zip"),
                        "keyweave-kafka/manifest.json"));
        assertEquals("keyweave-kafka", manifest.path("name").asText());
        assertTrue(manifest.path("version").asText().matches("\\d.*"), manifest.toString());
        assertEquals("keyweave", manifest.path("owner").path("username").asText());
        for (String field : List.of("title", "description", "component_types", "features", "license")) {
            assertTrue(manifest.has(field), field);
        }
    }

    @Test
    void connectSeesTheVersion() throws Exception {
        Path folder = KafkaJvm.pluginPath(directory).resolve("keyweave-kafka").resolve("lib");
        URL[] jars = {
            folder.resolve("keyweave-kafka.jar").toUri().toURL(),
            folder.resolve("keyweave-kafka-connect.jar").toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(jars, ConfigProvider.class.getClassLoader())) {
            List<String> versions = ServiceLoader.load(ConfigProvider.class, loader).stream()
                    .filter(found -> found.type().getName().startsWith("io.keyweave"))
                    .map(ServiceLoader.Provider::get)
                    .filter(Versioned.class::isInstance)
                    .map(provider -> ((Versioned) provider).version())
                    .toList();

            assertEquals(1, versions.size());
            assertTrue(Character.isDigit(versions.get(0).charAt(0)), versions.get(0));
        }
    }
}
