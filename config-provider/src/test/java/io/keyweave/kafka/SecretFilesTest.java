package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
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
    void aDirectoryThatOthersMayWriteIsRefused() throws Exception {
        for (String permissions : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
            Path shared = Files.createDirectories(directory.resolve("shared"));
            Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(permissions));

            IOException refused =
                    assertThrows(IOException.class, () -> new SecretFiles(shared).write(bytes("hunter2"), ""));

            assertTrue(refused.getMessage().startsWith("other users may write there"), refused.getMessage());
            try (Stream<Path> left = Files.list(shared)) {
                assertEquals(0, left.count());
            }
        }
    }

    /** Only the superuser can give a file away. */
    @Test
    void whatBelongsToSomebodyElseIsRefused() throws Exception {
        UserPrincipal nobody =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        assumeTrue("root".equals(System.getProperty("user.name")));
        Path file = new SecretFiles(directory).write(bytes("hunter2"), "");
        Files.setOwner(file, nobody);

        assertThrows(IOException.class, () -> new SecretFiles(directory).write(bytes("hunter2"), ""));

        Files.delete(file);
        Files.createSymbolicLink(file, Files.createTempFile(directory, "elsewhere", ""));
        assertTrue(
                Files.isRegularFile(new SecretFiles(directory).write(bytes("hunter2"), ""), LinkOption.NOFOLLOW_LINKS));
        Files.setOwner(directory, nobody);
        assertThrows(IOException.class, () -> new SecretFiles(directory).write(bytes("hunter3"), ""));
        try (Stream<Path> left = Files.list(directory)) {
            assertTrue(left.noneMatch(path -> path.toString().endsWith(".tmp")));
        }
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
