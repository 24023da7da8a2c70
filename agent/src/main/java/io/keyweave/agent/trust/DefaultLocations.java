package io.keyweave.agent.trust;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that configuration libraries read without being told by the application: HOCON's {@code -Dconfig.file}, and Spring Boot's
 * working directory, its {@code config} directory and the places of {@code spring.config.*}. Taken from properties and environment as they were at start: a
 * later {@code System.setProperty("config.file", upload)} adds nothing.
 */
final class DefaultLocations {

    private static final String[] SPRING_FILES = {
        "application*.properties", "application*.xml", "application*.yml", "application*.yaml"
    };

    private static final String[] SPRING_ENDINGS = {".properties", ".xml", ".yml", ".yaml"};

    private static final String[] SPRING_SETTINGS = {
        "spring.config.location", "spring.config.additional-location", "spring.config.import"
    };

    private DefaultLocations() {}

    /** Patterns, relative ones included. */
    static List<String> patterns(Map<String, String> properties, Map<String, String> environment) {
        List<String> patterns = new ArrayList<>();
        String configFile = properties.get("config.file");
        if (configFile != null && !configFile.isEmpty()) {
            patterns.add(configFile);
        }
        for (String file : SPRING_FILES) {
            addInDirectories(patterns, file);
        }
        List<String> named = new ArrayList<>();
        for (String name : springNames(properties, environment)) {
            for (String ending : SPRING_ENDINGS) {
                addInDirectories(patterns, name + "*" + ending);
                named.add(name + "*" + ending);
            }
        }
        FrameworkLocations.add(patterns, properties, environment);
        for (String name : SPRING_SETTINGS) {
            addSpring(patterns, properties.get(name), named);
            addSpring(patterns, environment.get(variable(name)), named);
        }
        return patterns;
    }

    private static void addInDirectories(List<String> patterns, String file) {
        patterns.add(file);
        patterns.add("config/" + file);
        patterns.add("config/*/" + file);
    }

    /** Names that are in for {@code application}, and the one of Spring Cloud's own context. */
    private static List<String> springNames(Map<String, String> properties, Map<String, String> environment) {
        List<String> names = new ArrayList<>();
        names.add("bootstrap");
        for (String setting : new String[] {"spring.config.name", "spring.cloud.bootstrap.name"}) {
            for (String value : new String[] {properties.get(setting), environment.get(variable(setting))}) {
                for (String name : value == null ? new String[0] : value.split(",", -1)) {
                    String plain = name.trim();
                    // A name, not a pattern or a path.
                    if (!plain.isEmpty() && plain.indexOf('*') < 0 && plain.indexOf('/') < 0) {
                        names.add(plain);
                    }
                }
            }
        }
        return names;
    }

    /** Spring's relaxed name of an environment variable. */
    private static String variable(String property) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < property.length(); i++) {
            char c = property.charAt(i);
            if (c != '-') {
                name.append(c == '.' ? '_' : (char) (c - ('a' - 'A')));
            }
        }
        return name.toString();
    }

    /** The patterns of an import. */
    static List<String> imported(String locations, @Nullable String directory) {
        List<String> patterns = new ArrayList<>();
        for (String item : locations.split("[,;]", -1)) {
            String location = item.trim();
            String plain = location.startsWith("optional:") ? location.substring("optional:".length()) : location;
            boolean relative =
                    plain.indexOf(':') < 2 && !Directory.hasDrive(plain) && !plain.startsWith("/") && directory != null;
            addLocation(patterns, relative ? directory + "/" + plain : location, List.of());
        }
        return patterns;
    }

    private static void addSpring(List<String> patterns, @Nullable String locations, List<String> named) {
        if (locations == null) {
            return;
        }
        int from = 0;
        for (int at = 0; at <= locations.length(); at++) {
            if (at == locations.length() || locations.charAt(at) == ',' || locations.charAt(at) == ';') {
                addLocation(patterns, locations.substring(from, at).trim(), named);
                from = at + 1;
            }
        }
    }

    /** @param named files of a directory beside those called {@code application} */
    private static void addLocation(List<String> patterns, String location, List<String> named) {
        String path = location.startsWith("optional:") ? location.substring("optional:".length()) : location;
        if (path.startsWith("file:")) {
            path = path.substring("file:".length());
            if (path.startsWith("//")) {
                path = path.substring(2);
            }
        } else if (path.indexOf(':') > 1) {
            // Another scheme: classpath: is trusted as such, configtree: and URLs are not files of this rule.
            return;
        }
        // file:./.env[.properties] says how to read a file whose name does not.
        int hint = path.endsWith("]") ? path.lastIndexOf("[.") : -1;
        if (hint > 0) {
            path = path.substring(0, hint);
        }
        if (path.isEmpty()) {
            return;
        }
        if (path.endsWith("/") || path.endsWith(File.separator)) {
            for (String file : SPRING_FILES) {
                patterns.add(path + file);
            }
            for (String file : named) {
                patterns.add(path + file);
            }
        } else {
            patterns.add(path);
        }
    }
}
