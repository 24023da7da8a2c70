package io.keyweave.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK on this machine. They are found by {@code JAVA_HOME}, by the JVM that runs the tests, under {@code /usr/lib/jvm} and by
 * the system property {@code keyweave.jdks} (homes separated like a path); one of each feature release from 17 on.
 *
 * @param feature the feature release, 17 or more
 * @param home its home directory
 */
public record Jdk(int feature, Path home) {

    /** Every JDK found, oldest first, never empty. */
    public static List<Jdk> all() {
        List<Path> homes = new ArrayList<>();
        for (String home : System.getProperty("keyweave.jdks", "").split(java.io.File.pathSeparator, -1)) {
            if (!home.isBlank()) {
                homes.add(Path.of(home));
            }
        }
        homes.add(Path.of(System.getProperty("java.home")));
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            homes.add(Path.of(javaHome));
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> found = Files.list(installed)) {
                found.sorted().forEach(homes::add);
            } catch (IOException e) {
                throw new IllegalStateException("cannot list " + installed, e);
            }
        }
        Map<Integer, Jdk> byFeature = new TreeMap<>();
        for (Path home : homes) {
            int feature = feature(home);
            if (feature >= 17 && Files.isExecutable(home.resolve("bin/javac"))) {
                byFeature.putIfAbsent(feature, new Jdk(feature, home));
            }
        }
        if (byFeature.isEmpty()) {
            throw new IllegalStateException("no JDK found in " + homes);
        }
        return List.copyOf(byFeature.values());
    }

    /**
     * Those that a test of {@link EveryJdk} runs on: all, or one if the module says so by the system property {@code keyweave.tested-jdk}, which is
     * {@code oldest} or {@code newest}, because another module runs the same tests on the other.
     */
    public static List<Jdk> tested() {
        String tested = System.getProperty("keyweave.tested-jdk", "every");
        return switch (tested) {
            case "every" -> all();
            case "oldest" -> only(oldest());
            case "newest" -> only(newest());
            default -> throw new IllegalStateException("keyweave.tested-jdk is " + tested);
        };
    }

    /** Those that a test of {@link OneJdk} runs on. */
    public static List<Jdk> one() {
        return only(oldest());
    }

    private static List<Jdk> only(Jdk jdk) {
        return Boolean.getBoolean("keyweave.every-jdk") ? all() : List.of(jdk);
    }

    /** The oldest JDK found: for tests whose subject does not depend on the JDK. */
    public static Jdk oldest() {
        return all().get(0);
    }

    /** The newest JDK found: for tests that run on one, beside one that runs on the oldest. */
    public static Jdk newest() {
        List<Jdk> all = all();
        return all.get(all.size() - 1);
    }

    /** A program of this JDK, such as {@code java} or {@code jcmd}. */
    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }

    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith("JAVA_VERSION=")) {
                    String version = line.substring("JAVA_VERSION=".length()).replace("\"", "");
                    int end = 0;
                    while (end < version.length() && Character.isDigit(version.charAt(end))) {
                        end++;
                    }
                    return Integer.parseInt(version.substring(0, end));
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
