package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Places that the settings of a framework or server name at the start. */
class FrameworkLocationsTest {

    @Test
    void filesOfASettingAndWhatASettingNamesAsADirectory() {
        assertEquals(
                List.of("/etc/a.properties", "rel.yml", "/etc/b.yml", "/etc/c.yml", "/etc/d/application*"),
                named(
                        Map.of(
                                "smallrye.config.locations",
                                "/etc/a.properties, rel.yml,file:/etc/b.yml,file:///etc/c.yml,/etc/d/"),
                        Map.of()));
        assertEquals(List.of("C:\\x.yml"), named(Map.of(), Map.of("MICRONAUT_CONFIG_FILES", "C:\\x.yml")));
    }

    @Test
    void resourcesAndUrlsAreNoFiles() {
        assertEquals(
                List.of(),
                named(Map.of("quarkus.config.locations", "classpath:a.yml,http://example.test/b.yml, ,"), Map.of()));
    }

    @Test
    void theFilesOfAServerBelowItsRoot() {
        List<String> tomcat = named(Map.of("catalina.base", "/opt/tomcat"), Map.of());
        assertEquals("/opt/tomcat/conf/*", tomcat.get(0));
        assertEquals("/opt/tomcat/webapps/*/WEB-INF/*.xml", tomcat.get(tomcat.size() - 1));
        assertEquals(5, tomcat.size());
        assertTrue(named(Map.of("jetty.base", "/srv"), Map.of()).contains("/srv/start.d/*"));
        assertTrue(named(Map.of(), Map.of("WLP_USER_DIR", "/wlp")).contains("/wlp/servers/*/bootstrap.properties"));
        assertEquals(
                List.of(), named(Map.of("catalina.base", "", "WLP_USER_DIR", "/wlp"), Map.of("jetty.base", "/srv")));
    }

    @Test
    void whatWildFlyIsStartedWith() {
        String command =
                "/opt/jboss-modules.jar -mp modules org.jboss.as.standalone -P file:/etc/a.properties --properties=/etc/b.properties"
                        + " --properties /etc/c.properties -P";
        assertEquals(
                List.of(
                        "/opt/wildfly/standalone/tmp/vfs/temp/*/*/WEB-INF/*.xml",
                        "/opt/wildfly/standalone/tmp/vfs/temp/*/*/WEB-INF/classes/META-INF/*.xml",
                        "/opt/wildfly/standalone/tmp/vfs/temp/*/*/META-INF/*.xml",
                        "/opt/wildfly/standalone/data/content/*/*/content",
                        "/etc/a.properties",
                        "/etc/b.properties",
                        "/etc/c.properties"),
                named(
                        Map.of(
                                "sun.java.command",
                                command,
                                "logging.configuration",
                                "file:/opt/wildfly/standalone/configuration/logging.properties"),
                        Map.of()));
        assertEquals(List.of(), named(Map.of("sun.java.command", command), Map.of()), "another program's arguments");
        assertEquals(
                List.of(),
                named(Map.of("sun.java.command", "app.jar -P x", "logging.configuration", "/a/b/c"), Map.of()),
                "another program");
        assertEquals(
                List.of("/etc/a.properties", "/etc/b.properties", "/etc/c.properties"),
                named(Map.of("sun.java.command", command, "logging.configuration", "logging.properties"), Map.of()),
                "no directory is known");
    }

    /** Without those that are always there. */
    private static List<String> named(Map<String, String> properties, Map<String, String> environment) {
        List<String> always = new ArrayList<>();
        FrameworkLocations.add(always, Map.of(), Map.of());
        List<String> patterns = new ArrayList<>();
        FrameworkLocations.add(patterns, properties, environment);
        assertEquals(always, patterns.subList(0, always.size()));
        return patterns.subList(always.size(), patterns.size());
    }
}
