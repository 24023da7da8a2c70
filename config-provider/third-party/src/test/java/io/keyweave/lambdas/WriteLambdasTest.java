package io.keyweave.lambdas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar of class files of Java 8, as most libraries have them: their lambdas call private methods, and they know no nests. */
class WriteLambdasTest {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 21, 0, 0);

    private static final String SOURCE =
            """
            package %s;
            public class Words implements java.util.function.Supplier<String> {
                private final String own = "own";
                public String get() {
                    java.util.function.Supplier<String> mine = () -> own + hidden();
                    return mine.get() + new Inner().get().get() + Shape.of().get();
                }
                private String hidden() { return " hidden"; }
                class Inner {
                    java.util.function.Supplier<String> get() { return () -> " of " + own; }
                }
                interface Shape {
                    static java.util.function.Supplier<String> of() { return () -> " shape"; }
                }
            }
            """;

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void compile() throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        for (String name : List.of("a", "a.b")) {
            Path source = Files.createDirectories(directory.resolve(name.replace('.', '/')))
                    .resolve("Words.java");
            Files.writeString(source, String.format(Locale.ROOT, SOURCE, name));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                assertTrue(compiler.getTask(
                                null,
                                files,
                                null,
                                List.of("-source", "8", "-target", "8", "-Xlint:-options", "-d", classes.toString()),
                                null,
                                files.getJavaFileObjects(source))
                        .call());
            }
        }
        Files.writeString(classes.resolve("a/text"), "text");
        jar = directory.resolve("library.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry =
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(TIME);
                out.putNextEntry(entry);
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
    }

    @Test
    void writesThoseOfThePackagesThatAreNamed() throws Exception {
        WriteLambdas.main(new String[] {jar.toString(), "a/"});
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> names = Collections.list(zip.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
            assertTrue(
                    names.containsAll(List.of(
                            "a/Words$$Lambda1.class",
                            "a/Words$Inner$$Lambda1.class",
                            "a/Words$Shape$$Lambda1.class",
                            "a/text")),
                    names.toString());
            assertFalse(names.contains("a/b/Words$$Lambda1.class"), names.toString());
            for (ZipEntry entry : Collections.list(zip.entries())) {
                assertEquals(TIME, entry.getTimeLocal(), entry.getName());
            }
            assertFalse(holdsInvokeDynamic(zip, "a/Words.class"));
            assertTrue(holdsInvokeDynamic(zip, "a/b/Words.class"));
        }
        assertEquals("own hidden of own shape", said("a.Words"));
        assertEquals("own hidden of own shape", said("a.b.Words"));
    }

    @Test
    void takesWhatIsBelowAPackageAndWritesTheSameBytesAgain() throws Exception {
        byte[] before = Files.readAllBytes(jar);
        WriteLambdas.main(new String[] {jar.toString(), "a/**"});
        byte[] once = Files.readAllBytes(jar);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertFalse(holdsInvokeDynamic(zip, "a/b/Words.class"));
        }
        assertEquals("own hidden of own shape", said("a.b.Words"));
        Files.write(jar, before);
        WriteLambdas.main(new String[] {jar.toString(), "a/**"});
        assertArrayEquals(once, Files.readAllBytes(jar));
    }

    private static boolean holdsInvokeDynamic(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("LambdaMetafactory");
        }
    }

    private Object said(String name) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            return ((Supplier<?>) loader.loadClass(name).getConstructor().newInstance()).get();
        }
    }
}
