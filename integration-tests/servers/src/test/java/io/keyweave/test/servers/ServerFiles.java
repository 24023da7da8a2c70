package io.keyweave.test.servers;

import io.keyweave.test.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files of a server, changed as an operator would. */
final class ServerFiles {

    private ServerFiles() {}

    static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies PostgreSQL's driver. */
    static void copyDriver(Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(Project.placeOf(org.postgresql.Driver.class), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of an archive as files. */
    static void unpack(Path archive, Path to) {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String... lines) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there; pairs of what is there and what is to be. */
    static void replace(Path file, String... pairs) {
        try {
            String text = Files.readString(file);
            for (int i = 0; i < pairs.length; i += 2) {
                if (!text.contains(pairs[i])) {
                    throw new IllegalStateException(file + " has no " + pairs[i]);
                }
                text = text.replace(pairs[i], pairs[i + 1]);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
