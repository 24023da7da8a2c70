package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.overlap.ReadsInterrupted;
import com.example.overlap.StartsSlowly;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code startup-wait=first-read}: the application starts while its secrets are fetched, and still never sees a placeholder. */
class FirstReadIT {

    private static final String RUNS = "main runs, user=scott, home=true";

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() {
        vault.put("db-password", "the-secret-value");
    }

    private ForkedJvm jvm(Jdk jdk, String secret) {
        return contoso.jvm(jdk, "startup-wait=first-read", "startup-timeout=60s")
                .environment("DB_PASSWORD", "$<kv:contoso/" + secret + ">")
                .property("db.user", "scott")
                .property("db.password", "$<kv:contoso/" + secret + ">")
                .main(StartsSlowly.class);
    }

    @EveryJdk
    void mainRunsWhileTheVaultHasNotAnswered(Jdk jdk) {
        vault.fault(Fault.status(503));
        try (RunningJvm running = jvm(jdk, "db-password").start()) {
            running.awaitOut(RUNS::equals, "main");
            vault.clearFaults();
            Outcome outcome = running.finish().expect(0);
            assertEquals(List.of(RUNS, "property=the-secret-value", "variable=the-secret-value"), outcome.out());
        }
    }

    @EveryJdk
    void aSecretThatCannotBeHadEndsTheJvmAtTheFirstRead(Jdk jdk) {
        Outcome outcome = jvm(jdk, "not-here").run().expect(78);
        assertTrue(outcome.out().isEmpty() || outcome.out().equals(List.of(RUNS)), outcome.toString());
        for (String told : List.of("system property db.password", "env DB_PASSWORD", "contoso/not-here")) {
            assertTrue(outcome.errText().contains(told), outcome.toString());
        }
    }

    @EveryJdk
    void anInterruptedThreadReadsSecretsAndStaysInterrupted(Jdk jdk) {
        String placeholder = "$<kv:contoso/db-password>";
        Outcome outcome = contoso.jvm(jdk, "startup-wait=first-read")
                .environment("DB_PASSWORD", placeholder)
                .property("db.password", placeholder)
                .main(ReadsInterrupted.class)
                .run()
                .expect(0);
        assertEquals(
                List.of(
                        "property=the-secret-value",
                        "variable=the-secret-value",
                        "file=the-secret-value",
                        "interrupted=true"),
                outcome.out());
    }

    /** Where the first secret of a JVM is in a file. */
    @EveryJdk
    void anInterruptedThreadLoadsAFileWithSecrets(Jdk jdk) {
        try (RunningJvm running = contoso.jvm(jdk).main(ReadsInterrupted.class).start()) {
            Outcome outcome = running.finish().expect(0);
            assertEquals(
                    List.of("property=null", "variable=null", "file=the-secret-value", "interrupted=true"),
                    outcome.out());
            List<String> signs = running.signsOfLife();
            assertEquals(1, signs.size(), signs.toString());
            assertTrue(
                    signs.get(0)
                            .matches(
                                    "\\S+Z INFO KW-1002 keyweave: Keyweave \\d+\\.\\S+ has met the first placeholder of"
                                            + " this JVM, which it has started without one\\."),
                    signs.get(0));
        }
    }

    @Test
    void whatIsMalformedEndsTheJvmBeforeMain() {
        Outcome outcome = jvm(Jdk.oldest(), "not here").run().expect(78);
        assertEquals(List.of(), outcome.out());
        assertEquals(0, vault.requests().size());
    }
}
