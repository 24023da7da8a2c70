package io.keyweave.test.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.springframework.boot.loader.tools.Layout;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** The application as one file with its libraries inside. */
final class Archive {

    private Archive() {}

    /**
     * One that starts by itself, made by Spring Boot's own tool.
     *
     * @param classes the directory of the application's classes and files
     * @param within where they are in the archive, {@code WEB-INF/classes/} or nothing
     */
    static Path make(Path archive, Layout layout, Path classes, String within, String mainClass, Path... libraries) {
        try {
            Path plain = archive.resolveSibling("plain-" + archive.getFileName());
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plain))) {
                add(jar, classes, within);
            }
            Repackager tool = new Repackager(plain.toFile());
            tool.setMainClass(mainClass);
            tool.setLayout(layout);
            tool.repackage(archive.toFile(), callback -> {
                for (Path library : libraries) {
                    if (library.toString().endsWith(".jar")) {
                        callback.library(new Library(library.toFile(), LibraryScope.RUNTIME));
                    }
                }
            });
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A war for a servlet container: {@code WEB-INF/classes} and {@code WEB-INF/lib}, nothing that could start by itself. */
    static Path war(Path archive, Path classes, Path... libraries) {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archive))) {
            // The libraries are compressed already.
            jar.setLevel(Deflater.NO_COMPRESSION);
            add(jar, classes, "WEB-INF/classes/");
            for (Path library : libraries) {
                jar.putNextEntry(new JarEntry("WEB-INF/lib/" + library.getFileName()));
                Files.copy(library, jar);
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JarOutputStream jar, Path classes, String within) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(
                        within + classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
            }
        }
    }
}
