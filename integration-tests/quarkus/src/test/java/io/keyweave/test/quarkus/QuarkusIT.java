package io.keyweave.test.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import io.keyweave.test.PostgresServer;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code application.properties} and {@code .yaml} in the jar and in {@code config/}, resources of the application, its pool, and rotations. */
class QuarkusIT {

    private static final String ODD = "s3cr\"e\\t's: , ${b} #{c} \u00fc";

    private static final String FIRST = "first-P4ss\"w<o&rd";
    private static final String SECOND = "second-P4ss'w>o;rd";

    @AutoClose
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = new PostgresServer();
    }

    @EveryJdk
    void fastJar(Jdk jdk, @TempDir Path directory) throws Exception {
        List<String> built = Files.readAllLines(
                Project.home().resolve("integration-tests/quarkus/src/main/resources/application.properties"));
        FrameworksPage.block("Quarkus, SmallRye Config", 0)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> assertTrue(built.contains(line), line));
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "of.config=$<kv:contoso/odd>\n");
        try (Contoso vault = new Contoso()) {
            String first = vault.vault().put("odd", ODD);
            vault.vault().put("db-password", FIRST);
            postgres.password("quarkus", FIRST);
            try (RunningJvm jvm = vault.jvm(jdk, "ttl=1s")
                    .directory(directory)
                    .environment("ODD", "$<kv:contoso/odd>")
                    .environment("DATABASE", postgres.url("postgres"))
                    // The pool's own 5 s are not enough on a machine that is busy with something else.
                    .environment("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "180")
                    .jar(Project.built("integration-tests/quarkus/target/quarkus-app/quarkus-run.jar"))
                    .startReady()) {
                for (String name : new String[] {"injected", "own", "of.properties", "of.yaml", "of.config"}) {
                    assertEquals(ODD, of(jvm, name), () -> name + "\n" + jvm);
                }
                assertEquals("<" + ODD + ">", of(jvm, "of.expression"));
                assertEquals("absent", of(jvm, "of.absent"));
                Eventually.shows(
                        "the agent's meters",
                        () -> of(jvm, "meters").replace(",}", "}"),
                        List.of(
                                "keyweave_health 0",
                                "keyweave_version_served{secret=\"odd\",vault=\"contoso\",version=\""
                                        + first.substring(0, 8) + "\"} 1"));
                vault.vault().put("odd", "next");
                Eventually.holds("the next version to be read", () -> "next".equals(of(jvm, "of.properties")));
                assertEquals(ODD, of(jvm, "injected"));
                poolFollowsRotation(jvm, vault);
                jvm.finish().expect(0).expectHarmless(ODD, FIRST, SECOND);
            }
        }
    }

    /** Agroal, made by Quarkus from its own file. */
    private static void poolFollowsRotation(RunningJvm jvm, Contoso vault) {
        String before = of(jvm, "login");
        assertTrue(before.endsWith(" quarkus"), () -> before + "\n" + jvm);
        postgres.password("quarkus", SECOND);
        vault.vault().put("db-password", SECOND);
        postgres.query("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'quarkus'");
        // The first connection borrowed may be one that the server has ended.
        Eventually.holds("a login with the new password", () -> {
            String now = of(jvm, "login");
            return now.endsWith(" quarkus") && !now.equals(before);
        });
    }

    private static String of(RunningJvm jvm, String name) {
        return new String(Base64.getDecoder().decode(jvm.ask(name, "=")), StandardCharsets.UTF_8);
    }
}
