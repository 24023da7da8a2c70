package io.keyweave.test.frameworks;

import static io.keyweave.test.frameworks.Workplace.EXPRESSION;
import static io.keyweave.test.frameworks.Workplace.PASSWORD;
import static io.keyweave.test.frameworks.Workplace.PIN;
import static io.keyweave.test.frameworks.Workplace.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.Connections;
import io.keyweave.test.frameworks.app.Frameworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frameworks that read their own files, each as its documentation and docs/frameworks.md show. */
class FrameworksIT {

    @TempDir
    private Path resources;

    @TempDir
    private Path directory;

    @AutoClose
    private static Workplace workplace;

    @BeforeAll
    static void start() {
        workplace = new Workplace();
    }

    /** Whoever adds a set-up to the page has a test run it. */
    @Test
    void everySetUpOfThePageIsRun() {
        assertEquals(
                List.of(
                        "Micronaut", // FrameworkPoolsIT
                        "Quarkus, SmallRye Config", // here, QuarkusIT
                        "Dropwizard", // FrameworkPoolsIT
                        "Helidon, Camel, Vert.x", // here
                        "Play, Pekko, HOCON", // PlayIT
                        "Quartz, Flyway, Liquibase, Commons Configuration", // here, ParsersIT
                        "SnakeYAML, Jackson, the JDK's XML, dotenv", // ParsersIT
                        "A JAAS login file", // ParsersIT
                        "Log4j, Logback", // here
                        "Tomcat", // TomcatIT
                        "WildFly", // WildFlyIT
                        "Open Liberty", // LibertyIT
                        "Jetty"), // JettyIT
                FrameworksPage.sections());
    }

    /** Every read sees the secret as it is now, expressions in it are none, and a profile that is not in use is never asked for. */
    @Test
    void smallRye() {
        workplace.vault().vault().put("smallrye", "first");
        write(
                resources,
                "META-INF/microprofile-config.properties",
                "# $<kv:contoso/nowhere>",
                "of.properties=$<kv:contoso/db-password>",
                "of.rotating=$<kv:contoso/smallrye>",
                "of.pin = $<kv:contoso/pin>",
                "of.expression=x ${of.properties} $<kv:contoso/expression>",
                "of.absent=$<kv:contoso/nowhere?optional>",
                "%other.of.pin=$<kv:contoso/nowhere>",
                FrameworksPage.block("Quarkus, SmallRye Config", 0));
        write(resources, "META-INF/microprofile-config.yaml", "of:", "  yaml: $<kv:contoso/db-password>");
        write(directory, "location.properties", "of.location=$<kv:contoso/db-password>");
        try (RunningJvm jvm = workplace
                .jvm(Jdk.oldest(), resources, directory, "ttl=1s")
                .property("smallrye.config.locations", "location.properties")
                .main(Frameworks.class, "smallrye")
                .startReady()) {
            Told told = new Told(jvm.out(), jvm.err());
            told.expect(
                    PASSWORD,
                    "smallrye-page",
                    "smallrye-properties",
                    "smallrye-yaml",
                    "smallrye-location",
                    "smallrye-of-source",
                    "smallrye-of-map");
            told.expect("x " + PASSWORD + " " + EXPRESSION, "smallrye-expression");
            told.expect("text", "smallrye-user", "smallrye-user-expression");
            told.expect(PIN, "smallrye-pin");
            told.expect("absent", "smallrye-absent");
            told.expect("$<kv:contoso/db-password>", "smallrye-raw");
            workplace.vault().vault().put("smallrye", "second");
            Eventually.holds("the next version to be read", () -> {
                String now = "smallrye-now" + jvm.ask("", "smallrye-now");
                return "second".equals(new Told(List.of(now), jvm.err()).of("smallrye-now"));
            });
        }
    }

    @Test
    void micronaut() {
        write(
                resources,
                "application.yml",
                "of:",
                "  yaml: $<kv:contoso/db-password>",
                "  url: \"jdbc:x?p=$<kv:contoso/pin>\"");
        write(resources, "application.properties", "of.properties=$<kv:contoso/db-password>");
        write(directory, "mn.yml", "of:", "  file: $<kv:contoso/db-password>");
        Told told = new Told(workplace
                .jvm(Jdk.oldest(), resources, directory)
                .environment("MICRONAUT_CONFIG_FILES", "mn.yml")
                .main(Frameworks.class, "micronaut")
                .run()
                .expect(0));
        told.expect(PASSWORD, "micronaut-yaml", "micronaut-properties", "micronaut-file");
        told.expect("jdbc:x?p=" + PIN, "micronaut-url");
    }

    /** Their files in the working directory, and one class path resource, all in one JVM. */
    @Test
    void others() {
        write(directory, "config.yml", "password: $<kv:contoso/db-password>");
        write(directory, "vertx.json", "{\"password\": \"$<kv:contoso/db-password>\"}");
        String password = FrameworksPage.block("Helidon, Camel, Vert.x", 0);
        write(directory, "vertx.yaml", password);
        write(directory, "vertx.hocon", "password = \"$<kv:contoso/db-password>\"");
        write(directory, "vertx.properties", "password=$<kv:contoso/db-password>");
        write(
                directory,
                "log4j2.xml",
                "<Configuration><Properties>",
                FrameworksPage.block("Log4j, Logback", 0),
                "</Properties></Configuration>");
        write(
                directory,
                "log4j2.yaml",
                "Configuration:",
                "  Properties:",
                "    Property: {name: password, value: $<kv:contoso/db-password>}");
        write(
                directory,
                "log4j2.json",
                "{\"Configuration\": {\"Properties\": {\"Property\":",
                "  {\"name\": \"password\", \"value\": \"$<kv:contoso/db-password>\"}}}}");
        write(directory, "log4j2.properties", "property.password = $<kv:contoso/db-password>");
        write(
                directory,
                "logback.xml",
                "<configuration>",
                "<property scope=\"context\" name=\"password\" value=\"$&lt;kv:contoso/pin>\"/></configuration>");
        String several = FrameworksPage.block("Quartz, Flyway, Liquibase, Commons Configuration", 0);
        write(
                directory,
                "quartz.properties",
                several,
                "org.quartz.dataSource.orders.connectionProvider.class=" + Connections.class.getName(),
                "org.quartz.scheduler.instanceName=$<kv:contoso/pin>",
                "org.quartz.threadPool.threadCount=1");
        write(resources, "application.properties", password);
        write(resources, "application.conf", "of { pekko = \"$<kv:contoso/db-password>\" }");
        write(directory, "flyway.conf", several);
        write(directory, "flyway.toml", "[environments.production]", "password = \"$<kv:contoso/db-password>\"");
        write(directory, "liquibase.properties", several);
        Outcome outcome = workplace
                .jvm(Jdk.oldest(), resources, directory, "trust=vertx.*;log4j2.*;logback.xml")
                .main(
                        Frameworks.class,
                        "dropwizard",
                        "vertx",
                        "log4j2",
                        "logback",
                        "quartz",
                        "camel",
                        "pekko",
                        "flyway",
                        "liquibase")
                .run()
                .expect(0);
        Told told = new Told(outcome);
        // What Flyway reads from its own text is not told as if it stayed one.
        assertFalse(outcome.errText().contains("not resolved"), outcome.toString());
        told.expect(PASSWORD, "dropwizard", "vertx-json", "vertx-yaml", "vertx-hocon", "vertx-properties");
        told.expect(PASSWORD, "log4j2-xml", "log4j2-yaml", "log4j2-json", "log4j2-properties");
        told.expect(PASSWORD, "camel", "pekko", "quartz-database", "flyway-conf", "flyway-toml", "liquibase");
        told.expect(PIN, "logback", "quartz");
    }

    @Test
    void helidonMp() throws IOException {
        Jdk newest = Jdk.all().get(Jdk.all().size() - 1);
        assumeTrue(newest.feature() >= 21);
        write(
                resources,
                "META-INF/microprofile-config.properties",
                "of.properties=$<kv:contoso/db-password>",
                "of.expression=x ${of.properties}");
        write(resources, "application.yaml", "of:", "  yaml: $<kv:contoso/db-password>");
        ForkedJvm jvm = workplace.jvm(newest, resources, directory);
        try (Stream<Path> jars = Files.list(Project.built("integration-tests/frameworks/target/helidon-mp"))) {
            jars.forEach(jvm::classPath);
        }
        Told told = new Told(jvm.main(Frameworks.class, "helidon-mp").run().expect(0));
        told.expect(PASSWORD, "helidon-mp-properties", "helidon-mp-yaml");
        told.expect("x " + PASSWORD, "helidon-mp-expression");
    }

    /** Helidon 4 needs Java 21. */
    @Test
    void helidon() {
        Jdk newest = Jdk.all().get(Jdk.all().size() - 1);
        assumeTrue(newest.feature() >= 21);
        write(resources, "application.yaml", FrameworksPage.block("Helidon, Camel, Vert.x", 0));
        new Told(workplace
                        .jvm(newest, resources, directory)
                        .main(Frameworks.class, "helidon")
                        .run()
                        .expect(0))
                .expect(PASSWORD, "helidon");
        write(directory, "conf/application.conf", "password = \"$<kv:contoso/db-password>\"");
        assertEquals(
                PASSWORD,
                new Told(workplace
                                .jvm(newest, directory.resolve("conf"), directory)
                                .main(Frameworks.class, "helidon")
                                .run()
                                .expect(0))
                        .of("helidon"));
    }
}
