package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.overlap.StartsSlowly;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** One line says that a start has succeeded, and one that it has not, with how often and how long it was tried. */
class SignOfLifeIT {

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() {
        vault.put("db-password", "the-secret-value");
        vault.put("db-user", "scott");
    }

    private ForkedJvm jvm(Jdk jdk, String... settings) {
        return contoso.jvm(jdk, settings)
                .environment("DB_PASSWORD", "$<kv:contoso/db-password>")
                .property("db.user", "$<kv:contoso/db-user>")
                .property("db.password", "$<kv:contoso/db-password>")
                .main(StartsSlowly.class);
    }

    private static List<String> signs(ForkedJvm jvm) {
        try (RunningJvm running = jvm.start()) {
            Outcome outcome = running.finish().expect(0);
            assertEquals(List.of(), outcome.err());
            return running.signsOfLife();
        }
    }

    @EveryJdk
    void aStartSaysWhatItHasFetchedByWhom(Jdk jdk) {
        List<String> signs = signs(jvm(jdk));
        assertEquals(1, signs.size(), signs.toString());
        assertTrue(
                signs.get(0)
                        .matches(
                                "[-0-9T:.]+Z INFO KW-1001 keyweave: Keyweave \\d+\\.\\d+\\.\\d+\\S* has started in \\d+ m?s,"
                                        + " with secrets: 2 of contoso\\. Identity: [a-z-]+, client id .*object id .*\\."),
                signs.get(0));
    }

    @OneJdk
    void alsoBesideTheStartOfTheApplicationAndAsAnObject(Jdk jdk) {
        List<String> signs = signs(jvm(jdk, "startup-wait=first-read", "log-format=json"));
        assertEquals(1, signs.size(), signs.toString());
        assertTrue(
                signs.get(0).contains("\"code\":\"KW-1001\"") && signs.get(0).contains("\"secrets\":2,"), signs.get(0));
    }

    @OneJdk
    void offTurnsItOff(Jdk jdk) {
        assertEquals(List.of(), signs(jvm(jdk, "log=off")));
        assertEquals(List.of(), signs(jvm(jdk, "log=warn")));
    }

    @OneJdk
    void aStartThatFailsSaysHowOftenAndHowLongItWasTried(Jdk jdk) {
        vault.fault(Fault.status(503));
        Outcome outcome = jvm(jdk, "startup-timeout=15s").run().expect(69);
        String text = outcome.errText();
        assertTrue(text.contains("Z ERROR KW-1100 keyweave: this JVM does not start. "), text);
        assertTrue(
                text.matches("(?s).*\\(HTTP 503, .*, after \\d+ m?s, tried \\d+ times in \\d+ m?s, KW-2042\\).*"),
                text);
        assertTrue(text.contains("curl -v https://") && text.contains("startup-timeout"), text);
        assertTrue(text.endsWith("See docs/troubleshooting.md#kw-1100"), text);
    }

    @OneJdk
    void theCommandTellsItsVersion(Jdk jdk) {
        for (String argument : List.of("version", "--version")) {
            Outcome outcome =
                    ForkedJvm.on(jdk).jar(Project.agentJar(), argument).run().expect(0);
            assertTrue(outcome.outText().matches("Keyweave \\d+\\.\\d+\\.\\d+\\S*"), outcome.toString());
        }
    }
}
