package io.keyweave.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.ConfigProvider;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.fixtures.FetchOnlyProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar says about itself, and what is said of a jar that says it wrong. */
class ExtensionsTest {

    private static final String SERVICE = "META-INF/services/io.keyweave.ConfigProvider";

    /** Usable. */
    public static class Good implements FetchOnlyProvider {
        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            throw new UnsupportedOperationException();
        }
    }

    /** Cannot be made. */
    public static final class Failing extends Good {
        public Failing() {
            throw new IllegalArgumentException("not to be shown");
        }
    }

    /** Cannot be made by Keyweave. */
    public static final class WithArgument extends Good {
        public WithArgument(String argument) {}
    }

    /** No provider. */
    public static final class Other {}

    @TempDir
    Path directory;

    private Extensions opened = Extensions.open(List.of());

    @AfterEach
    void close() {
        opened.providers().forEach(ConfigProvider::close);
    }

    @Test
    void commentsAndBlankLinesNameNothing() throws IOException {
        open("# who provides secrets\n\n \t " + Good.class.getName() + " # this one\r\n" + Good.class.getName());
        assertEquals(List.of(), opened.problems());
        assertEquals(1, opened.providers().size());
        assertEquals("kv", opened.providers().get(0).scheme());
    }

    @Test
    void whyAJarCannotBeUsed() throws IOException {
        problem("it names no class in " + SERVICE, "");
        problem("it names no class in " + SERVICE, "# nobody");
        problem("io.keyweave.ConfigProvider: Provider com.example.Gone not found", "com.example.Gone");
        problem("its provider failed with java.lang.IllegalArgumentException", Failing.class.getName());
        problem("its provider failed with java.lang.NoSuchMethodException", WithArgument.class.getName());
        problem("io.keyweave.ConfigProvider: " + Other.class.getName() + " not a subtype", Other.class.getName());
    }

    private void problem(String why, String names) throws IOException {
        Path jar = open(names);
        assertEquals(List.of("The extension " + jar + " cannot be used: " + why + "."), opened.problems());
        assertEquals(List.of(), opened.providers());
    }

    private Path open(String names) throws IOException {
        Path jar = directory.resolve("extension.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(SERVICE));
            out.write(names.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : List.of(
                    Good.class,
                    Failing.class,
                    WithArgument.class,
                    Other.class,
                    FetchOnlyProvider.class,
                    FetchOnlyProvider.VaultAndName.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(entry));
                try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
                    out.write(in.readAllBytes());
                }
            }
        }
        opened = Extensions.open(List.of(jar.toString()));
        return jar;
    }
}
