package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

    @TempDir
    Path directory;

    @Test
    void onlyTheOwnerReadsThem() throws Exception {
        Path secrets = directory.resolve("secrets");

        Path file = new SecretFiles(secrets).write(bytes("hunter2"), ".txt");

        assertArrayEquals(bytes("hunter2"), Files.readAllBytes(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)));
    }

    @Test
    void aNewContentIsANewPathAndTheOldFileStays() throws Exception {
        SecretFiles files = new SecretFiles(directory);

        Path first = files.write(bytes("hunter2"), "");
        Path second = files.write(bytes("hunter3"), "");

        assertNotEquals(first, second);
        assertTrue(Files.exists(first));
        assertEquals(first, files.write(bytes("hunter2"), ""));
        assertFalse(first.toString().contains("hunter"));
    }

    @Test
    void aFileOfAnEarlierProcessIsReplaced() throws Exception {
        Path file = new SecretFiles(directory).write(bytes("hunter2"), "");
        Files.writeString(file, "half");

        assertEquals(file, new SecretFiles(directory).write(bytes("hunter2"), ""));

        assertArrayEquals(bytes("hunter2"), Files.readAllBytes(file));
    }

    @Test
    void aRemovedFileComesBack() throws Exception {
        SecretFiles files = new SecretFiles(directory);
        Path file = files.write(bytes("hunter2"), "");
        Files.delete(file);

        files.write(bytes("hunter2"), "");

        assertTrue(Files.exists(file));
    }

    @Test
    void nothingIsLeft() throws Exception {
        SecretFiles files = new SecretFiles(directory);
        files.write(bytes("hunter2"), "");
        files.write(bytes("hunter3"), ".pem");

        files.removeAll();

        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
