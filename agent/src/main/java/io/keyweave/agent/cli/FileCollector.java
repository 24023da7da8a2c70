package io.keyweave.agent.cli;

import io.keyweave.agent.trust.StreamOrigin;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The files that {@code check} was given, what lies below directories and inside archives. All arguments of one call are one
 * application: a library in one of them may read the files of another.
 */
final class FileCollector {

    /** As much as the agent itself reads ahead. */
    private static final int LARGEST = 16 << 20;

    /** Programs, pictures and pages for people: what is there is no configuration. */
    private static final String[] NO_CONFIGURATION = {
        ".class", ".java", ".kt", ".groovy", ".scala", ".js", ".css", ".map", ".md", ".adoc", ".html", ".htm", ".svg",
        ".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".so", ".dll", ".gz", ".tgz", ".tar",
        ".p12", ".pfx", ".jks", ".log"
    };

    private final FileReaders readers;
    private final List<CheckedFile> files = new ArrayList<>();
    private final List<String> applications = new ArrayList<>();
    private final Set<String> classFiles = new HashSet<>();
    private boolean complete;

    FileCollector(FileReaders readers) {
        this.readers = readers;
    }

    List<CheckedFile> files() {
        return files;
    }

    /** Archives that are run or deployed, as {@code java.class.path} names them. */
    List<String> applications() {
        return applications;
    }

    /** The classes that were seen, of those that {@linkplain FileReaders#tells tell} who reads what. */
    Set<String> classFiles() {
        return classFiles;
    }

    /** Whether they are all that the application has, as in an executable jar of Spring Boot. */
    boolean complete() {
        return complete;
    }

    /** @throws IOException when something cannot be read */
    void add(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> below = Files.walk(path)) {
                for (Path each :
                        (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                    addBelow(each);
                }
            }
        } else if (ArchiveLayout.isArchive(path.toString())) {
            if (!path.toString().endsWith(".zip")) {
                applications.add(absolute(path));
            }
            addArchive(path);
        } else {
            files.add(file(path));
        }
    }

    private void addBelow(Path file) throws IOException {
        String name = file.toString();
        if (ArchiveLayout.isArchive(name)) {
            if (ArchiveLayout.of(name) != ArchiveLayout.JAR || isExecutable(file) || isLibrary(file)) {
                applications.add(absolute(file));
            }
            addArchive(file);
        } else if (!CheckedFile.nameEndsWith(name, NO_CONFIGURATION)) {
            CheckedFile each = file(file);
            if (isText(each.bytes())) {
                files.add(each);
            }
        }
    }

    private static CheckedFile file(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new CheckedFile(
                    String.valueOf(path.getFileName()),
                    path.toString(),
                    in.readNBytes(LARGEST),
                    StreamOrigin.file(absolute(path)),
                    path);
        }
    }

    private void addArchive(Path path) throws IOException {
        if (path.endsWith("keyweave-agent.jar")) {
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            addEntries(in, path.toString(), ArchiveLayout.of(path.toString()), absolute(path), true);
        } catch (ZipException e) {
            throw new IOException("the file " + path + " is not an archive", e);
        }
    }

    private void addEntries(InputStream archive, String place, ArchiveLayout layout, String path, boolean served)
            throws IOException {
        ZipInputStream entries = new ZipInputStream(archive);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String name = entry.getName();
            String inside = name + " in " + place;
            if (name.endsWith(".class")) {
                String classFile = withoutRoot(name);
                if (readers.tells(classFile)) {
                    classFiles.add(classFile);
                }
            } else if (ArchiveLayout.isArchive(name)) {
                complete |= name.startsWith("BOOT-INF/lib/");
                addEntries(entries, inside, ArchiveLayout.of(name), path, served && layout.servesArchive(name));
            } else if (!entry.isDirectory() && !CheckedFile.nameEndsWith(name, NO_CONFIGURATION)) {
                byte[] bytes = entries.readNBytes(LARGEST);
                if (isText(bytes)) {
                    StreamOrigin origin =
                            served && layout.serves(name) ? new StreamOrigin(path, true, name, false) : null;
                    files.add(new CheckedFile(name.substring(name.lastIndexOf('/') + 1), inside, bytes, origin, null));
                }
            }
        }
    }

    private static String withoutRoot(String classFile) {
        for (String root : new String[] {"BOOT-INF/classes/", "WEB-INF/classes/"}) {
            if (classFile.startsWith(root)) {
                return classFile.substring(root.length());
            }
        }
        return classFile;
    }

    /** Whether it is text in which something of interest may stand. Placeholders are ASCII. */
    private static boolean isText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean something = text.indexOf('$') >= 0 || text.indexOf('@') >= 0;
        return something && text.indexOf('\0') < 0;
    }

    private static boolean isExecutable(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
        } catch (ZipException e) {
            throw new IOException("the file " + jar + " is not an archive", e);
        }
    }

    /** In a directory that the class loader of an unpacked application takes libraries from. */
    private static boolean isLibrary(Path jar) {
        String path = absolute(jar).replace(File.separatorChar, '/');
        return path.contains("/BOOT-INF/lib/") || path.contains("/WEB-INF/lib/");
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }
}
