package io.keyweave.agent.document;

/**
 * The framework that has a parser read its file: whoever is told of a new version knows the framework, and may never have heard of
 * the parser. Looked for when a trusted document holds a placeholder.
 */
final class CopyingFramework {

    private static final String[][] FRAMEWORKS = {
        {"io.micronaut.", "Micronaut"},
        {"io.dropwizard.", "Dropwizard"},
        {"io.helidon.", "Helidon"},
        {"org.apache.camel.", "Camel"},
        {"ch.qos.logback.", "Logback"},
        {"org.apache.catalina.", "Tomcat"},
        {"org.jboss.as.", "WildFly"},
        {"com.ibm.ws.", "Open Liberty"},
        {"org.eclipse.jetty.", "Jetty"},
        {"org.flywaydb.", "Flyway"},
        {"liquibase.", "Liquibase"},
        {"org.springframework.", "Spring"},
    };

    /** What stands between a framework and the parser. */
    private static final String[] BETWEEN = {
        "java.",
        "javax.",
        "jdk.",
        "sun.",
        "com.sun.",
        "io.keyweave.",
        "com.fasterxml.jackson.",
        "tools.jackson.",
        "org.yaml.snakeyaml.",
        "org.snakeyaml.engine."
    };

    private static final StackWalker WALKER = StackWalker.getInstance();

    private CopyingFramework() {}

    /** The framework that called the library on this thread, or the library itself where something else did. */
    static String behind(ParserLibrary library) {
        return WALKER.walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> !between(name, library))
                .findFirst()
                .map(CopyingFramework::name)
                .filter(name -> !name.isEmpty())
                .orElse(library.name()));
    }

    private static boolean between(String className, ParserLibrary library) {
        for (String prefix : BETWEEN) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        for (String prefix : library.packages()) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static String name(String className) {
        for (String[] framework : FRAMEWORKS) {
            if (className.startsWith(framework[0])) {
                return framework[1];
            }
        }
        return "";
    }
}
