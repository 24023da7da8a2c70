package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.overlap.OverlappingApplication;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code startup-wait=first-read}: Spring Boot reads all its configuration without waiting for the vault. */
class OverlapIT {

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeEach
    void fillTheVault() {
        Map.of("odd", "odd-value", "one", "1", "two", "2", "cred", "{\"user\":\"me\",\"password\":\"pw\"}")
                .forEach(contoso.vault()::put);
    }

    private ForkedJvm jvm(Jdk jdk, String argument) {
        return contoso.jvm(jdk, "startup-wait=first-read", "startup-timeout=60s")
                .property("sys.secret", "$<kv:contoso/odd>")
                .environment("ENV_SECRET", "$<kv:contoso/odd>")
                .classPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        // Log4j's API, which Spring Boot 4 starts early, copies the environment with all its values,
                        // and so waits.
                        .filter(entry -> !entry.toString().contains("log4j"))
                        .toArray(Path[]::new))
                .main(OverlappingApplication.class, argument);
    }

    @EveryJdk
    void configurationIsReadBeforeTheVaultHasAnswered(Jdk jdk) {
        contoso.vault().fault(Fault.status(503));
        try (RunningJvm running = jvm(jdk, "--cli.secret=$<kv:contoso/odd>").start()) {
            running.awaitOut("prepared"::equals, "the end of configuration");
            contoso.vault().clearFaults();
            Outcome outcome = running.await(ForkedJvm.PATIENCE).expect(0);
            List<String> read = outcome.out().stream()
                    .filter(line -> line.contains("=odd-value"))
                    .toList();
            assertEquals(
                    List.of(
                            "app.password=odd-value",
                            "sys.secret=odd-value",
                            "env.secret=odd-value",
                            "cli.secret=odd-value"),
                    read,
                    outcome.toString());
        }
    }

    @Test
    void aSecretThatCannotBeHadEndsTheJvmWithTheReport() {
        Outcome outcome =
                jvm(Jdk.oldest(), "--cli.secret=$<kv:contoso/not-here>").run().expect(78);
        assertTrue(outcome.errText().contains("command line argument --cli.secret"), outcome.toString());
        assertTrue(outcome.errText().contains("contoso/not-here"), outcome.toString());
        assertFalse(outcome.outText().contains("password="), outcome.toString());
    }
}
