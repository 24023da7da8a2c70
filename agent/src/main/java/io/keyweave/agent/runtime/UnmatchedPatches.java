package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.instrument.PatchListener;
import io.keyweave.placeholder.LiteralProperties;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Warns, once for each class, of a library that has not the methods its patch looks for. Thread-safe. */
final class UnmatchedPatches implements PatchListener {

    private final EventLog log;
    private final Set<String> told = Collections.synchronizedSet(new HashSet<>());

    UnmatchedPatches(EventLog log) {
        this.log = log;
    }

    @Override
    public void notMatched(
            PatchList list, String className, List<String> methods, @Nullable URL location, @Nullable Package of) {
        if (told.add(className)) {
            log.write(LogEvent.of(AgentMessages.NOT_MATCHED)
                    .with("library", list.library())
                    .with("place", place(location, of))
                    .with("class", className)
                    .with("methods", methods)
                    .with("purpose", list.purpose()));
        }
    }

    private static String place(@Nullable URL location, @Nullable Package of) {
        if (location == null) {
            // The JDK's, or made by somebody at run time.
            return of == null
                    ? " (JDK " + Runtime.version() + ")"
                    : ofPackage(of) == null ? "" : " (version " + ofPackage(of) + ")";
        }
        String path = location.getPath();
        while (path.endsWith("/") || path.endsWith("!")) {
            path = path.substring(0, path.length() - 1);
        }
        String version = version(location);
        if (version == null && of != null) {
            version = ofPackage(of);
        }
        return " (" + path.substring(path.lastIndexOf('/') + 1) + (version == null ? "" : ", version " + version) + ")";
    }

    /** What the class loader has read in the manifest, also in that of a jar within a jar. */
    private static @Nullable String ofPackage(Package of) {
        String implementation = of.getImplementationVersion();
        return implementation == null ? of.getSpecificationVersion() : implementation;
    }

    private static @Nullable String version(URL location) {
        try {
            File file = new File(new URI(location.toString()));
            if (!file.isFile()) {
                return null;
            }
            try (JarFile jar = new JarFile(file)) {
                String inManifest = version(jar.getManifest());
                return inManifest == null ? pomVersion(jar) : inManifest;
            }
        } catch (URISyntaxException | IOException | RuntimeException noFile) {
            return null;
        }
    }

    private static @Nullable String version(@Nullable Manifest manifest) {
        if (manifest == null) {
            return null;
        }
        Attributes attributes = manifest.getMainAttributes();
        String implementation = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        return implementation == null ? attributes.getValue("Bundle-Version") : implementation;
    }

    private static @Nullable String pomVersion(JarFile jar) throws IOException {
        for (ZipEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().startsWith("META-INF/maven/") && entry.getName().endsWith("/pom.properties")) {
                Properties pom = new LiteralProperties();
                pom.load(jar.getInputStream(entry));
                return pom.getProperty("version");
            }
        }
        return null;
    }
}
