package io.keyweave.test.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file that {@code -Djdk.net.hosts.file} names: the whole name service of this JVM. A name that is not in it does not exist,
 * and no question leaves the machine. Thread-safe.
 */
final class Hosts {

    private final Path file;
    private final Set<String> names = new TreeSet<>(Set.of("localhost"));

    Hosts(Path file) {
        this.file = file;
        write();
    }

    synchronized void add(String name) {
        names.add(name);
        write();
    }

    synchronized void remove(String name) {
        names.remove(name);
        write();
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append("127.0.0.1 ").append(name).append('\n');
        }
        try {
            // Look-ups go on meanwhile: they see the old file or the new one.
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
