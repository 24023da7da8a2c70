package io.keyweave.test.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.settings.Settings;
import io.keyweave.test.Project;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The jar on the class path, beside the library. */
class LibraryIT {

    @AutoClose
    private final Google google = new Google();

    @Test
    void theLibraryFindsTheProviderOnTheClassPath() throws Exception {
        google.put("contoso-prod", "s3cret");
        String key = google.cloud().environment().get("GOOGLE_APPLICATION_CREDENTIALS");
        Map<String, String> settings = Map.of(
                "ca", google.dev().certificateFile().toString(),
                "gcp.endpoint", google.secrets().url(),
                "gcp.credentials", key);
        try (SecretResolver resolver = SecretResolver.open(Settings.of(settings, Map.of()))) {
            assertEquals("value s3cret", resolver.resolve("value $<gcp:contoso-prod/db>", Origin.of("a test")));
        }
    }

    /** Nothing in it can clash: all is below one package of ours, and of the published API it holds no class. */
    @Test
    void holdsNothingThatCouldClash() throws Exception {
        List<String> foreign = new ArrayList<>();
        int logging = 0;
        try (ZipFile jar = new ZipFile(
                Project.built("config-provider/gcp/target/keyweave-gcp.jar").toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (!entry.isDirectory() && !name.startsWith("io/keyweave/gcp/") && !name.startsWith("META-INF/")) {
                    foreign.add(name);
                }
                if (name.endsWith(".class")) {
                    String code = new String(
                            jar.getInputStream(entry).readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
                    logging += code.contains("java/util/logging") ? 1 : 0;
                    assertFalse(code.contains("com/google/common/") && !code.contains("shaded/google/common"), name);
                }
            }
            assertTrue(jar.getEntry("META-INF/THIRD-PARTY.txt") != null
                    && jar.getEntry("META-INF/sbom/bom.cdx.json") != null);
        }
        assertEquals(List.of(), foreign);
        assertEquals(0, logging, "classes that would start java.util.logging");
    }
}
