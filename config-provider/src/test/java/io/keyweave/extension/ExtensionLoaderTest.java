package io.keyweave.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.SecretResolver;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionLoaderTest {

    @TempDir
    Path work;

    /** What an extension sees is what the module publishes: no class more, and none less. */
    @Test
    void theApiIsTheModules() throws Exception {
        Path place = Path.of(ConfigProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            assertEquals(new TreeSet<>(ExtensionLoader.API), classes(place.resolve("io/keyweave")));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                assertEquals(new TreeSet<>(ExtensionLoader.API), classes(jar.getPath("io/keyweave")));
            }
        }
    }

    private static Set<String> classes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> name.replaceFirst("(\\$.*)?\\.class", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void nothingElseOfOursIsSeen() throws Exception {
        try (ExtensionLoader loader = new ExtensionLoader("empty", work.toUri().toURL())) {
            assertSame(ConfigProvider.class, loader.loadClass(ConfigProvider.class.getName()));
            assertSame(Failure.Kind.class, loader.loadClass(Failure.Kind.class.getName()));
            for (Class<?> hidden : new Class<?>[] {SecretResolver.class, Extensions.class, Test.class}) {
                assertThrows(ClassNotFoundException.class, () -> loader.loadClass(hidden.getName()), hidden.getName());
            }
        }
    }
}
