package io.keyweave.test.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.PostgresServer;
import io.keyweave.test.RunningJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Play: {@code conf/application.conf}, its secret key, its connection pool. */
class PlayIT {

    private static final String ODD = "s3cr\"e\\t's: , #<&>%\u00fc${x}";
    private static final String FIRST = "first-P4ss\"w<o&rd";
    private static final String SECOND = "second-P4ss'w>o;rd";

    @AutoClose
    private static Contoso contoso;

    @AutoClose
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        contoso = new Contoso();
        postgres = new PostgresServer();
        contoso.vault().put("odd", ODD);
        contoso.vault().put("play-key", "a secret key of Play, longer than 32 bytes");
    }

    @EveryJdk
    void itsFileAndItsPool(Jdk jdk, @TempDir Path home) throws IOException {
        String user = "play" + jdk.feature();
        postgres.password(user, FIRST);
        contoso.vault().put(user, FIRST);
        try (RunningJvm jvm = play(jdk, home, user, "odd").startReady()) {
            assertEquals(ODD, jvm.ask("kw.password", "="));
            assertEquals("x " + ODD, jvm.ask("kw.referred", "="));
            String before = jvm.ask("login", "=");
            assertTrue(before.endsWith(' ' + user), () -> before + "\n" + jvm);
            postgres.password(user, SECOND);
            contoso.vault().put(user, SECOND);
            postgres.query(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '" + user + "'");
            // The first connection borrowed may be one that the server has ended.
            String after = Eventually.sees(
                    "a login with the new password",
                    jvm,
                    () -> jvm.ask("login", "="),
                    now -> now.endsWith(' ' + user) && !now.equals(before));
            assertNotEquals(before, after);
            contoso.vault().put("odd", "changed");
            Eventually.sees(
                    "the next version of a value",
                    jvm,
                    () -> jvm.ask("kw.password", "="),
                    now -> now.equals("changed"));
            jvm.finish().expect(0).expectHarmless(FIRST, SECOND);
        } finally {
            contoso.vault().put("odd", ODD);
        }
    }

    /** A secret that is not there: Play says the report and does not start. */
    @Test
    void missingSecret(@TempDir Path home) throws IOException {
        Outcome outcome = play(Jdk.oldest(), home, "play", "nowhere").run();
        assertNotEquals(0, outcome.exitCode(), outcome::toString);
        assertTrue((outcome.outText() + outcome.errText()).contains("contoso/nowhere"), outcome::toString);
    }

    private static ForkedJvm play(Jdk jdk, Path home, String user, String secret) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                conf.resolve("application.conf"),
                FrameworksPage.block(
                                "Play, Pekko, HOCON",
                                0,
                                "jdbc:postgresql://db/orders",
                                postgres.url("postgres"),
                                "username = orders",
                                "username = " + user,
                                "contoso/db-password",
                                "contoso/" + user)
                        + """
                play.modules.enabled += "io.keyweave.test.play.app.PlayModule"
                play.server.pidfile.path = "%s"
                play.server.http { address = "127.0.0.1", port = 0 }
                kw.password = "$<kv:contoso/%s>"
                kw.referred = "x "${kw.password}
                """
                                .formatted(home.resolve("pid"), secret),
                StandardCharsets.UTF_8);
        ForkedJvm jvm = contoso.jvm(jdk, "ttl=2s")
                .environment("KEYWEAVE_STARTUP_TIMEOUT", "2m")
                .classPath(conf)
                .directory(home);
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(jvm::classPath);
        return jvm.main("play.core.server.ProdServerStart", home.toString());
    }
}
