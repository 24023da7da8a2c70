package io.keyweave.devvault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner reads, where the file system knows owners. */
final class PrivateFiles {

    private PrivateFiles() {}

    static void create(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(absolute);
        }
    }
}
