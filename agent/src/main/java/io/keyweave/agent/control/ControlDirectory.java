package io.keyweave.agent.control;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the sockets lie: {@code /tmp/.keyweave-UID/PID}. The JVM's own attach mechanism uses {@code /tmp}, too, whatever {@code java.io.tmpdir} says, so that
 * whoever asks need not know how the JVM was started.
 */
final class ControlDirectory {

    private static final String PREFIX = ".keyweave-";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private ControlDirectory() {}

    private static Path root() {
        Path usual = Path.of("/tmp");
        return File.separatorChar == '/' && Files.isDirectory(usual)
                ? usual
                : Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    /**
     * The directory of this JVM's user, made if it is not there.
     *
     * @throws IOException when there is none that only this user may enter
     */
    static Path own() throws IOException {
        Path directory = root().resolve(PREFIX + user());
        boolean posix = Files.getFileStore(root()).supportsFileAttributeView(PosixFileAttributeView.class);
        try {
            if (posix) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException known) {
            // Of another JVM of this user, if it is what it should be.
        }
        if (posix && !isPrivate(directory, owner(Path.of("/proc/self")))) {
            throw new IOException(directory + " belongs to somebody else or others may enter it");
        }
        return directory;
    }

    private static String user() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.isDirectory(self)
                ? String.valueOf(Files.getAttribute(self, "unix:uid"))
                : System.getProperty("user.name", "").replaceAll("[^0-9A-Za-z_-]", "_");
    }

    private static @Nullable UserPrincipal owner(Path path) throws IOException {
        return Files.exists(path) ? Files.getOwner(path) : null;
    }

    private static boolean isPrivate(Path directory, @Nullable UserPrincipal owner) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.permissions().equals(PRIVATE)
                && (owner == null || owner.equals(attributes.owner()));
    }

    /** The socket of a JVM, in whichever directory of a user this user may enter; null when there is none. */
    static @Nullable Path socketOf(long pid) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root(), PREFIX + "*")) {
            for (Path directory : directories) {
                Path socket = directory.resolve(Long.toString(pid));
                if (Files.exists(socket) && belongsTo(pid, directory)) {
                    found.add(socket);
                }
            }
        } catch (IOException | RuntimeException nothing) {
            return null;
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** Whether nobody but the process's user can have made it: an answer of somebody else would be no answer. */
    private static boolean belongsTo(long pid, Path directory) throws IOException {
        if (!Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
            return true;
        }
        Path process = Path.of("/proc", Long.toString(pid));
        return isPrivate(directory, owner(process));
    }

    /** Takes away what JVMs that were killed have left. */
    static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (Path socket : sockets) {
                String name = String.valueOf(socket.getFileName());
                if (name.length() < 19 && ProcessHandle.of(Long.parseLong(name)).isEmpty()) {
                    Files.deleteIfExists(socket);
                }
            }
        } catch (NumberFormatException notOurs) {
            // Somebody keeps another file there.
        }
    }
}
