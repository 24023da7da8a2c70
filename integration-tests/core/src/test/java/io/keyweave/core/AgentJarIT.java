package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
                    .filter(name -> !name.matches("META-INF/(MANIFEST\\.MF|LICENSE|THIRD-PARTY\\.txt)"
                            + "|io/keyweave/agent/(KeyweaveAgent|IsolatedLoader(\\$\\w+)*)\\.class"
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
    void licencesOfThePackedLibrariesAreInside() throws IOException {
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            String text = new String(
                    jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt")).readAllBytes());
            File[] packed = Project.built("agent/target/library").toFile().listFiles();
            for (File library : packed) {
                assertTrue(text.contains("==== " + library.getName()), library.getName());
            }
        }
    }

    @Test
    void twoBuildsOfTheSameAreTheSame() throws IOException {
        // Every entry carries the one instant of the build, and entries stand in a fixed order.
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            assertEquals(1, jar.stream().map(JarEntry::getTimeLocal).distinct().count());
        }
    }
}
