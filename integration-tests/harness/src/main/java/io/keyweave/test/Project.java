package io.keyweave.test;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has made, found from the property {@code keyweave.home} that the build sets. */
public final class Project {

    private Project() {}

    /** The directory of the root {@code pom.xml}. */
    public static Path home() {
        String home = System.getProperty("keyweave.home");
        if (home != null) {
            return Path.of(home);
        }
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("config-provider"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException("set -Dkeyweave.home to the directory of the root pom.xml");
        }
        return here;
    }

    /** The agent jar as a user gets it. */
    public static Path agentJar() {
        return built("agent/target/keyweave-agent.jar");
    }

    /** A file that {@code mvn package} made. */
    public static Path built(String path) {
        Path file = home().resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is not built: run mvn package first");
        }
        return file;
    }

    /** The directory or jar that a class was loaded from. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no place for " + type, e);
        }
    }
}
