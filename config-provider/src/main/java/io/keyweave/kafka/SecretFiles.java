package io.keyweave.kafka;

import io.keyweave.time.KeyweaveThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files for connectors that insist on a path ({@code ?as=file}). A file's name is made from its content, so a rotated secret is a
 * new path and Connect sees a changed configuration, while the old file stays for the task that still reads it. Only the owner can
 * read; a reader never sees half a file; when the process ends the files go. A directory in which another user may put or exchange files is refused, and so
 * is a file of somebody else's.
 *
 * <p>Thread-safe. A process that is killed leaves them behind: {@code file.dir} belongs on a memory file system.
 */
final class SecretFiles {

    /** 128 bits: enough that two contents never share a name. */
    private static final int NAME_BYTES = 16;

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Set<Path> written = ConcurrentHashMap.newKeySet();
    private boolean hooked;

    SecretFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Writes the content unless it is there.
     *
     * @param suffix how the name ends, such as {@code .pem}
     * @return the absolute path
     * @throws IOException when it cannot be written; names the directory, never the content
     */
    synchronized Path write(byte[] content, String suffix) throws IOException {
        Path file = directory.resolve(name(content) + suffix);
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(directory, attributes(posix, OWNER_DIRECTORY));
        if (posix) {
            refuseWhatOthersCanWrite();
        }
        if (written.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return file;
        }
        removeAtTheEnd();
        Path temporary = directory.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes(posix, OWNER_FILE))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
        if (posix) {
            try {
                refuseWhatIsNotOurs(file, Files.getOwner(temporary, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException refused) {
                Files.deleteIfExists(temporary);
                throw refused;
            }
        }
        written.add(file);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private void refuseWhatOthersCanWrite() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("other users may write there (" + PosixFilePermissions.toString(permissions)
                    + "): name a directory of this process alone, for example a new one below it");
        }
    }

    /** @param self who owns what this process has just made */
    private void refuseWhatIsNotOurs(Path file, UserPrincipal self) throws IOException {
        UserPrincipal owner = Files.getOwner(directory);
        if (!owner.equals(self) && !owner.getName().equals("root")) {
            throw new IOException("the directory belongs to " + owner.getName() + ", not to " + self.getName());
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(self)) {
            throw new IOException(file.getFileName() + " in it belongs to "
                    + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName() + ", not to " + self.getName());
        }
    }

    private void removeAtTheEnd() throws IOException {
        if (hooked) {
            return;
        }
        try {
            Runtime.getRuntime().addShutdownHook(KeyweaveThreads.single("keyweave-secret-files", this::removeAll));
            hooked = true;
        } catch (IllegalStateException e) {
            throw new IOException("the process is ending", e);
        }
    }

    /** Removes every file written; what cannot be removed is left. */
    synchronized void removeAll() {
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The process is ending: nobody is left to tell.
            }
        }
        written.clear();
    }

    private static FileAttribute<?>[] attributes(boolean posix, Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static String name(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
