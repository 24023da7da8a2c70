package io.keyweave.agent.trust;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where other frameworks than Spring look for files of their own, as docs/frameworks.md says it: names in the working directory, places that a
 * property or variable of the start names. {@link ServerLocations} has those of servers.
 */
final class FrameworkLocations {

    /** Files that are read from the working directory because of their name. */
    private static final String[] NAMES = {
        // Dropwizard by convention, dotenv, Quartz, Flyway, Liquibase
        "config.yml",
        "config.yaml",
        ".env",
        "quartz.properties",
        "flyway.conf",
        "flyway.toml",
        "flyway.user.toml",
        "conf/flyway.conf",
        "conf/flyway.toml",
        "liquibase.properties",
        // Helidon
        "conf/application.yaml",
        "conf/application.conf",
        "conf/application.properties",
        // Camel
        "conf/application*.yaml"
    };

    /** Properties and variables whose value is a list of files or directories. */
    private static final String[] SETTINGS = {
        "smallrye.config.locations", "SMALLRYE_CONFIG_LOCATIONS",
        "quarkus.config.locations", "QUARKUS_CONFIG_LOCATIONS",
        "micronaut.config.files", "MICRONAUT_CONFIG_FILES",
        "log4j2.configurationFile", "LOG4J_CONFIGURATION_FILE",
        "log4j.configurationFile", "LOG4J2_CONFIGURATION_FILE",
        "logback.configurationFile", "LOGBACK_CONFIGURATION_FILE",
        "java.security.auth.login.config", "JAVA_SECURITY_AUTH_LOGIN_CONFIG",
        "org.quartz.properties", "ORG_QUARTZ_PROPERTIES",
        "io.helidon.config.meta-config", "HELIDON_CONFIG_META"
    };

    private FrameworkLocations() {}

    static void add(List<String> patterns, Map<String, String> properties, Map<String, String> environment) {
        for (String name : NAMES) {
            patterns.add(name);
        }
        for (String setting : SETTINGS) {
            addFiles(patterns, properties.get(setting));
            addFiles(patterns, environment.get(setting));
        }
        ServerLocations.add(patterns, properties, environment);
    }

    private static void addFiles(List<String> patterns, @Nullable String files) {
        if (files == null) {
            return;
        }
        for (String item : files.split(",", -1)) {
            String path = item.trim();
            if (path.startsWith("file:")) {
                path = path.substring("file:".length());
                path = path.startsWith("//") ? path.substring(2) : path;
            } else if (path.indexOf(':') > 1) {
                // A resource of the class path is trusted as such, another URL never.
                continue;
            }
            if (!path.isEmpty()) {
                patterns.add(path.endsWith("/") ? path + "application*" : path);
            }
        }
    }
}
