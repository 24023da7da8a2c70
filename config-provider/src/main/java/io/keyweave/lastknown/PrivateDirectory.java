package io.keyweave.lastknown;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory of mode 0700 with files of mode 0600, each there as a whole or not at all. Thread-safe; several processes may share it. */
final class PrivateDirectory {

    static final String SUFFIX = ".value";
    private static final String TEMPORARY = ".tmp";
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;
    private final boolean posix;

    private PrivateDirectory(Path path, boolean posix) {
        this.path = path;
        this.posix = posix;
    }

    /** Makes it where there is none yet. */
    static PrivateDirectory open(Path path) throws LastKnownProblem {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(path, posix ? rights("rwx------") : new FileAttribute<?>[0]);
            }
            if (posix) {
                keepToOwner(path);
            }
            if (!Files.isWritable(path)) {
                throw new LastKnownProblem(
                        "the directory " + path + " cannot be written to by this user",
                        "Give it to the user of the application");
            }
            return new PrivateDirectory(path, posix);
        } catch (IOException e) {
            throw new LastKnownProblem(
                    "the directory " + path + " cannot be made or looked at ("
                            + e.getClass().getSimpleName() + ")",
                    "Name one that this user may write to");
        }
    }

    /** Kubernetes opens each file and directory of a volume to the pod's {@code fsGroup} when it mounts it; others are the operator's doing. */
    private static void keepToOwner(Path path) throws IOException, LastKnownProblem {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        for (PosixFilePermission right : OTHERS) {
            if (rights.contains(right)) {
                throw new LastKnownProblem(
                        "the directory " + path + " is open to others than its owner",
                        "chmod 0700 it, or name one below it that is not there yet: it is made with mode 0700");
            }
        }
        if (!OWNERS.containsAll(rights)) {
            Files.setPosixFilePermissions(path, OWNERS);
        }
    }

    private static FileAttribute<?>[] rights(String rights) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))};
    }

    /** Whoever reads it, after a power failure too, sees the old content or the new one. */
    void write(String name, byte[] content) throws IOException {
        Path temporary =
                Files.createTempFile(path, name, TEMPORARY, posix ? rights("rw-------") : new FileAttribute<?>[0]);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    path.resolve(name + SUFFIX),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The directory's own entry; Windows does not let it be opened. */
    private void force() throws IOException {
        if (posix) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    byte @Nullable [] read(String name) throws IOException {
        Path file = path.resolve(name + SUFFIX);
        return Files.exists(file) ? Files.readAllBytes(file) : null;
    }

    void delete(String name) throws IOException {
        if (Files.deleteIfExists(path.resolve(name + SUFFIX))) {
            force();
        }
    }

    /** What nobody asks for any more, and what a process left behind that was ended in the middle. */
    void deleteOlderThan(Instant time) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if ((name.endsWith(SUFFIX) || name.endsWith(TEMPORARY))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
