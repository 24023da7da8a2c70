package io.keyweave.test.frameworks;

import static io.keyweave.test.frameworks.Workplace.write;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import io.keyweave.test.PostgresServer;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.Pools;
import io.keyweave.test.frameworks.app.VertxPools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that frameworks make from their own files: the first login, and logins after a rotation that nobody told them of. */
class FrameworkPoolsIT {

    private static final List<String> POOLS = List.of("micronaut", "dropwizard");

    private static final String FIRST = "first-P4ss\"w<o&rd";
    private static final String SECOND = "second-P4ss'w>o;rd";
    private static final String THIRD = "third-P4ss>w'o;rd";

    @AutoClose
    private static Workplace workplace;

    @AutoClose
    private static PostgresServer postgres;

    @TempDir
    private Path resources;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        workplace = new Workplace();
        postgres = new PostgresServer();
    }

    @Test
    void followRotation() {
        accounts(POOLS);
        write(resources, "application.yml", FrameworksPage.block("Micronaut", 0, asInPage("username: ", "micronaut")));
        write(
                directory,
                "config.yml",
                "server:",
                "  applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]",
                "  adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]",
                "logging: {level: WARN}",
                FrameworksPage.block("Dropwizard", 0, asInPage("user: ", "dropwizard")),
                "  checkConnectionOnBorrow: true",
                "  validationQuery: select 1");
        try (RunningJvm jvm = workplace
                .jvm(Jdk.oldest(), resources, directory, "ttl=2s")
                .main(Pools.class)
                .startReady()) {
            Map<String, String> before = logins(jvm, POOLS, "");
            for (String pool : POOLS) {
                postgres.password(pool, SECOND + pool);
                workplace.vault().vault().put(pool, SECOND + pool);
            }
            end(POOLS);
            loginsAfter(jvm, before, "");
            jvm.finish().expect(0).expectHarmless(FIRST, SECOND);
        }
    }

    /** Reactive: nothing may wait there. Vert.x 4 and 5 in one JVM, the vault first, and then the database. */
    @EveryJdk
    void vertx(Jdk jdk) {
        List<String> pools = List.of("vertx4", "vertx5");
        accounts(pools);
        write(
                directory,
                "vertx.json",
                "{\"host\": \"127.0.0.1\", \"port\": " + postgres.port() + ",",
                " \"database\": \"postgres\", \"user\": \"vertx5\", \"password\": \"$<kv:contoso/vertx5>\"}");
        try (RunningJvm jvm = workplace
                .jvm(jdk, resources, directory, "ttl=2s", "trust=vertx.json")
                .property("vertx4.user", "vertx4")
                .property("vertx4.password", "$<kv:contoso/vertx4>")
                .main(
                        VertxPools.class,
                        Project.built("integration-tests/frameworks/target/vertx-4")
                                .toString())
                .startReady()) {
            Map<String, String> before = logins(jvm, pools, " login");

            for (String pool : pools) {
                workplace.vault().vault().put(pool, SECOND + pool);
            }
            for (String pool : pools) {
                jvm.awaitErr(line -> line.contains("rotated contoso/" + pool), "the rotation of " + pool);
            }
            end(pools);
            before = loginsAfter(jvm, before, " login");
            pools.forEach(pool -> postgres.password(pool, SECOND + pool));
            end(pools);
            before = loginsAfter(jvm, before, " login");

            pools.forEach(pool -> postgres.password(pool, THIRD + pool));
            end(pools);
            for (String pool : pools) {
                Eventually.sees(
                        "the refusal of " + pool,
                        jvm,
                        () -> jvm.ask(pool + " login", "="),
                        now -> now.startsWith("failed") && now.contains("authentication failed"));
            }
            for (String pool : pools) {
                workplace.vault().vault().put(pool, THIRD + pool);
            }
            loginsAfter(jvm, before, " login");

            for (String pool : pools) {
                String literal = jvm.ask(pool + " literal", "=");
                assertTrue(literal.startsWith("failed") && literal.contains("KW-"), () -> literal + "\n" + jvm);
                assertTrue(literal.contains("postgresql://127.0.0.1"), literal);
            }
            String others = jvm.ask("others literal", "=");
            for (String client : List.of("MySQL", "MSSQL", "DB2")) {
                String told = client
                        + "ConnectOptions java.lang.IllegalStateException: Keyweave: the password for 127.0.0.1:1 is still";
                assertTrue(others.contains(told), others);
            }
            jvm.finish().expect(0).expectHarmless(FIRST, SECOND, THIRD);
        }
    }

    private static String[] asInPage(String user, String account) {
        return new String[] {
            "jdbc:postgresql://db/orders",
            postgres.url("postgres"),
            user + "orders",
            user + account,
            "contoso/db-password",
            "contoso/" + account
        };
    }

    private static void accounts(List<String> pools) {
        for (String pool : pools) {
            postgres.password(pool, FIRST + pool);
            workplace.vault().vault().put(pool, FIRST + pool);
        }
    }

    private static Map<String, String> logins(RunningJvm jvm, List<String> pools, String question) {
        Map<String, String> sessions = new LinkedHashMap<>();
        for (String pool : pools) {
            String session = jvm.ask(pool + question, "=");
            assertTrue(session.endsWith(" " + pool), () -> session + "\n" + jvm);
            sessions.put(pool, session);
        }
        return sessions;
    }

    /** Each pool has to log in again. */
    private static void end(List<String> pools) {
        postgres.query("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in ('"
                + String.join("', '", pools) + "')");
    }

    /** Waits until each has another session than before. The first connection borrowed may be one that the server has ended. */
    private static Map<String, String> loginsAfter(RunningJvm jvm, Map<String, String> before, String question) {
        Map<String, String> sessions = new LinkedHashMap<>();
        before.forEach((pool, session) -> sessions.put(
                pool,
                Eventually.sees(
                        "another login of " + pool,
                        jvm,
                        () -> jvm.ask(pool + question, "="),
                        now -> now.endsWith(" " + pool) && !now.equals(session))));
        return sessions;
    }
}
