package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM was started to run, beyond what {@link TrustTest} shows. */
class ClassPathTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void resolve() throws IOException {
        directory = temporary.toRealPath();
    }

    @Test
    void entriesOfTheModulePathAreDirectoriesOfModulesOrModules() throws IOException {
        jar("mods/a.jar", null);
        jar("mods/deep/b.jar", null);
        jar("single.jar", null);
        file("exploded/module-info.class");
        assertArchives(null, "mods" + File.pathSeparator + "single.jar", "mods/a.jar", "single.jar");
        ClassPath exploded = new ClassPath(new Directory(directory.toString()), null, "exploded");
        assertEquals(true, exploded.holdsFile(directory + "/exploded/conf/a.properties"));
        assertEquals(false, exploded.holdsFile(directory + "/other/a.properties"));
        assertArchives(null, "");
    }

    /** No manifest names what Quarkus' own class loader serves. */
    @Test
    void jarsOfAQuarkusApplication() throws IOException {
        jar("app/quarkus-run.jar", null);
        jar("app/app/orders.jar", null);
        jar("app/lib/main/x.jar", null);
        jar("app/lib/boot/y.jar", null);
        jar("app/quarkus/z.jar", null);
        jar("app/lib/other/no.jar", null);
        file("app/quarkus/quarkus-application.dat");
        assertArchives(
                "app/quarkus-run.jar",
                null,
                "app/app/orders.jar",
                "app/lib/boot/y.jar",
                "app/lib/main/x.jar",
                "app/quarkus-run.jar",
                "app/quarkus/z.jar");
        jar("app/other-run.jar", null);
        assertArchives("app/other-run.jar", null, "app/other-run.jar");
        jar("empty/quarkus-run.jar", null);
        assertArchives("empty/quarkus-run.jar", null, "empty/quarkus-run.jar");
    }

    @Test
    void manifestsNameFurtherJarsUntilTheFirstUnreadableItem() throws IOException {
        jar("lib/a.jar", "../lib/b.jar http://example.test/c.jar");
        jar("lib/b.jar", "a.jar");
        jar("lib/c.jar", null);
        jar("lib/broken.jar", "c.jar %zz a.jar");
        assertArchives("lib/a.jar", null, "lib/a.jar", "lib/b.jar");
        assertArchives("lib/broken.jar", null, "lib/broken.jar", "lib/c.jar");
        file("lib/text.jar");
        assertArchives("lib/text.jar", null, "lib/text.jar");
    }

    @Test
    void theRootHoldsEveryFileAndNoArchive() {
        ClassPath root = new ClassPath(new Directory(directory.toString()), "/", null);
        assertEquals(true, root.holdsFile("/a.properties"));
        assertEquals(true, root.holdsFile("/etc/app/a.properties"));
        assertEquals(false, root.holdsArchive("/a.jar"));
        ClassPath none = new ClassPath(new Directory(directory.toString()), null, null);
        assertEquals(false, none.holdsFile("/a.properties"));
    }

    /** Exactly these of all jars in the directory. */
    private void assertArchives(@Nullable String classPath, @Nullable String modulePath, String... expected)
            throws IOException {
        ClassPath path = new ClassPath(new Directory(directory.toString()), classPath, modulePath);
        List<String> held = new ArrayList<>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (path.holdsArchive(file.toString())) {
                    held.add(directory.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(expected), held);
    }

    private void file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "text");
    }

    private void jar(String name, @Nullable String classPath) throws IOException {
        Path jar = directory.resolve(name);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
