package io.keyweave.test.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.springframework.boot.loader.tools.Layout;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** The application as one file with its libraries inside, made by Spring Boot's own tool. */
final class Archive {

    private Archive() {}

    /**
     * @param classes the directory of the application's classes and files
     * @param within where they stand in the archive, {@code WEB-INF/classes/} or nothing
     */
    static Path make(Path archive, Layout layout, Path classes, String within, String mainClass, Path... libraries) {
        try {
            Path plain = archive.resolveSibling("plain-" + archive.getFileName());
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plain));
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    jar.putNextEntry(new JarEntry(within + name));
                    Files.copy(file, jar);
                }
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
}
