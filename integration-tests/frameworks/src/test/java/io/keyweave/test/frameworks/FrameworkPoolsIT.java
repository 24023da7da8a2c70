package io.keyweave.test.frameworks;

import static io.keyweave.test.frameworks.Workplace.write;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.Jdk;
import io.keyweave.test.PostgresServer;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.Pools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that frameworks make from their own files: the first login, and logins after a rotation that nobody told them of. */
class FrameworkPoolsIT {

    private static final String[] POOLS = {"micronaut", "dropwizard", "vertx"};

    private static final String FIRST = "first-P4ss\"w<o&rd";
    private static final String SECOND = "second-P4ss'w>o;rd";

    @Test
    void followRotation(@TempDir Path resources, @TempDir Path directory) {
        try (Workplace workplace = new Workplace();
                PostgresServer postgres = new PostgresServer()) {
            for (String pool : POOLS) {
                postgres.password(pool, FIRST);
                workplace.vault().vault().put(pool, FIRST);
            }
            write(
                    resources,
                    "application.yml",
                    "datasources:",
                    "  default:",
                    "    url: " + postgres.url("postgres"),
                    "    driverClassName: org.postgresql.Driver",
                    "    username: micronaut",
                    "    password: $<kv:contoso/micronaut>");
            write(
                    directory,
                    "config.yml",
                    "server:",
                    "  applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]",
                    "  adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]",
                    "logging: {level: WARN}",
                    "database:",
                    "  driverClass: org.postgresql.Driver",
                    "  url: " + postgres.url("postgres"),
                    "  user: dropwizard",
                    "  password: $<kv:contoso/dropwizard>",
                    "  checkConnectionOnBorrow: true",
                    "  validationQuery: select 1");
            write(
                    directory,
                    "vertx.json",
                    "{\"host\": \"127.0.0.1\", \"port\": " + postgres.port() + ",",
                    " \"database\": \"postgres\", \"user\": \"vertx\", \"password\": \"$<kv:contoso/vertx>\"}");
            try (RunningJvm jvm = workplace
                    .jvm(Jdk.oldest(), resources, directory, "ttl=2s", "trust=vertx.json")
                    .main(Pools.class)
                    .startReady()) {
                Map<String, String> before = new LinkedHashMap<>();
                for (String pool : POOLS) {
                    before.put(pool, jvm.ask(pool, "="));
                    assertTrue(before.get(pool).endsWith(" " + pool), () -> before + "\n" + jvm);
                }
                for (String pool : POOLS) {
                    postgres.password(pool, SECOND);
                    workplace.vault().vault().put(pool, SECOND);
                }
                postgres.query("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where usename in ('micronaut', 'dropwizard', 'vertx')");
                for (String pool : POOLS) {
                    // The first connection borrowed may be one that the server has ended.
                    Eventually.sees(
                            "a login of " + pool + " with the new password",
                            jvm,
                            () -> jvm.ask(pool, "="),
                            now -> now.endsWith(" " + pool) && !now.equals(before.get(pool)));
                }
                String literal = jvm.ask("literal", "=");
                assertTrue(literal.startsWith("failed") && literal.contains("KW-"), () -> literal + "\n" + jvm);
                assertTrue(literal.contains("postgresql://127.0.0.1"), literal);
                jvm.finish().expect(0).expectHarmless(FIRST, SECOND);
            }
        }
    }
}
