package io.keyweave.agent.trust;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM was started to run: entries of the class path and the module path, and the jars that their manifests name. Read when the first text
 * with a placeholder is judged. The JDK opens class path entries by their real path, applications by the path they know, so both count.
 */
final class ClassPath {

    private static final String QUARKUS = "quarkus-run.jar";

    private final Directory directory;
    private final Set<String> archives = new HashSet<>();
    private final Set<String> directories = new HashSet<>();
    private final Set<String> read = new HashSet<>();

    /**
     * @param classPath {@code java.class.path} as it was at start; an empty entry is the working directory
     * @param modulePath {@code jdk.module.path} or {@code null}
     */
    ClassPath(Directory directory, @Nullable String classPath, @Nullable String modulePath) {
        this.directory = directory;
        for (String entry : split(classPath)) {
            add(entry.isEmpty() ? "." : entry);
        }
        for (String entry : split(modulePath)) {
            if (!entry.isEmpty()) {
                addModules(new File(directory.normal(entry)));
            }
        }
    }

    /** Whether entries of this archive are on the class path; an archive in a class path directory is just a file. */
    boolean holdsArchive(String normalPath) {
        return archives.contains(normalPath);
    }

    /** Whether the file is in a directory of the class path. */
    boolean holdsFile(String normalPath) {
        int slash = normalPath.lastIndexOf('/');
        while (slash >= 0) {
            if (directories.contains(slash == 0 ? "/" : normalPath.substring(0, slash))) {
                return true;
            }
            slash = slash == 0 ? -1 : normalPath.lastIndexOf('/', slash - 1);
        }
        return false;
    }

    private void add(String entry) {
        String normal = directory.normal(entry);
        if (!read.add(normal)) {
            return;
        }
        File file = new File(normal);
        String real = directory.real(normal);
        if (file.isDirectory()) {
            directories.add(normal);
            directories.add(real);
        } else if (file.isFile()) {
            archives.add(normal);
            archives.add(real);
            for (String further : manifestClassPath(file)) {
                add(further);
            }
            if (file.getName().equals(QUARKUS)) {
                addQuarkus(file.getParentFile());
            }
        }
    }

    /** What the class loader of a Quarkus fast-jar serves: it has a list of its own, and no manifest names these archives. */
    private void addQuarkus(@Nullable File directory) {
        for (String place : new String[] {"app", "lib/main", "lib/boot", "quarkus"}) {
            File[] archives = directory == null ? null : new File(directory, place).listFiles();
            for (File archive : archives == null ? new File[0] : archives) {
                if (archive.isFile() && archive.getName().endsWith(".jar")) {
                    add(archive.getPath());
                }
            }
        }
    }

    private void addModules(File entry) {
        add(entry.getPath());
        File[] inside = entry.listFiles();
        if (inside != null) {
            for (File module : inside) {
                if (module.isFile()) {
                    add(module.getPath());
                }
            }
        }
    }

    private static Set<String> manifestClassPath(File jar) {
        Set<String> paths = new LinkedHashSet<>();
        try (JarFile file = new JarFile(jar, false)) {
            Manifest manifest = file.getManifest();
            String text = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (text == null) {
                return paths;
            }
            URI base = jar.toURI();
            for (String item : text.split(" ", -1)) {
                if (!item.isEmpty()) {
                    URI place = base.resolve(new URI(item));
                    if ("file".equals(place.getScheme()) && place.getPath() != null) {
                        paths.add(new File(place.getPath()).getPath());
                    }
                }
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // The JDK ignores such an entry as well.
            return paths;
        }
        return paths;
    }

    private static Set<String> split(@Nullable String path) {
        Set<String> entries = new LinkedHashSet<>();
        if (path == null) {
            return entries;
        }
        int from = 0;
        while (from <= path.length()) {
            int to = path.indexOf(File.pathSeparatorChar, from);
            if (to < 0) {
                to = path.length();
            }
            entries.add(path.substring(from, to));
            from = to + 1;
        }
        return entries;
    }
}
