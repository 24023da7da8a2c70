package io.keyweave.test.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.newrelic.bootstrap.BootstrapAgent;
import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.frameworks.app.Nothing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that reads a credential at its start gets the secret when Keyweave is listed first; otherwise a warning says what it got. */
class OtherAgentIT {

    private static final String PLACEHOLDER = "$<kv:contoso/key>";

    @Test
    void listedFirstAndSecond(@TempDir Path directory) throws IOException {
        Path other = jar(directory.resolve("other.jar"));
        try (Contoso vault = new Contoso()) {
            vault.vault().put("key", "the-key");
            Outcome first = ends(vault.jvm(Jdk.oldest()).option("-javaagent:" + other));
            assertTrue(first.out().contains("key the-key"), first.toString());
            assertEquals(0, warnings(first));
            ForkedJvm behind = ForkedJvm.on(Jdk.oldest())
                    .option("-javaagent:" + other)
                    .agent(vault.settings())
                    .environment(vault.dev().environment());
            Outcome second = ends(behind);
            assertTrue(second.out().contains("key " + PLACEHOLDER), second.toString());
            assertEquals(1, warnings(second), second.toString());
        }
    }

    private static Outcome ends(ForkedJvm jvm) {
        return jvm.environment("NEW_RELIC_LICENSE_KEY", PLACEHOLDER)
                .main(Nothing.class)
                .run()
                .expect(0);
    }

    private static long warnings(Outcome outcome) {
        return outcome.err().stream()
                .filter(line -> line.contains("New Relic was started before Keyweave")
                        && line.contains("env NEW_RELIC_LICENSE_KEY"))
                .count();
    }

    private static Path jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), BootstrapAgent.class.getName());
        String name = BootstrapAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream in = BootstrapAgent.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(in.readAllBytes());
        }
        return file;
    }
}
