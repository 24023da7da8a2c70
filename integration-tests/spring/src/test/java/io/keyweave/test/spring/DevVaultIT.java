package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.spring.devvault.RunsTests;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code @DevVault} in JVMs as build tools and IDEs fork them: with the agent as it should be, without its setting, without it. */
class DevVaultIT {

    private static final String PLAIN = "io.keyweave.test.spring.devvault.PlainCases";
    private static final String SPRING = "io.keyweave.test.spring.devvault.SpringCases";

    private static ForkedJvm tests(Jdk jdk, String... classes) {
        ForkedJvm jvm = ForkedJvm.on(jdk);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jvm.classPath(Path.of(entry));
        }
        return jvm.main(RunsTests.class.getName(), classes);
    }

    @EveryJdk
    void testsRotateRevokeAndFail(Jdk jdk) {
        Outcome outcome =
                tests(jdk, PLAIN, SPRING).agent("late-settings=true").run().expect(0);
        assertEquals(List.of("succeeded 5"), lines(outcome, "succeeded", "failed"), outcome.toString());
    }

    @Test
    void aSpringTestWithoutTheAgentSaysSo() {
        Outcome outcome = tests(Jdk.oldest(), SPRING).run().expect(0);
        List<String> told = lines(outcome, "succeeded", "failed");
        assertEquals("succeeded 0", told.get(0));
        assertTrue(
                told.get(1).contains("keyweave: this test would see placeholders as text")
                        && told.get(1).contains("dev.vault.key in ")
                        && told.get(1).contains("late-settings=true"),
                outcome.toString());
    }

    @Test
    void itCanBeToldThatTheTextIsMeant() {
        Outcome outcome = tests(Jdk.oldest(), SPRING)
                .property("keyweave.require", "false")
                .run()
                .expect(0);
        assertTrue(outcome.outText().contains("<first> but was: <$<kv:contoso/dev-vault-key>>"), outcome.toString());
    }

    @Test
    void anAgentThatHasReadItsSettingsIsNoticed() {
        Outcome outcome = tests(Jdk.oldest(), PLAIN).agent("ttl=5m").run().expect(0);
        String told = String.join("\n", lines(outcome, "failed"));
        assertTrue(
                told.contains("Write -javaagent:") && told.contains("=late-settings=true,ttl=5m"), outcome.toString());
    }

    @Test
    void whatIsReadBeforeAnyTestIsToldThatThereIsNoVaultYet() {
        Outcome outcome = tests(Jdk.oldest(), PLAIN)
                .agent("late-settings=true")
                .environment("DB_PASSWORD", "$<kv:contoso/db>")
                .property("db.user", "$<kv:contoso/user>")
                .run()
                .expect(78);
        for (String told : List.of("env DB_PASSWORD", "system property db.user", "docs/testing.md")) {
            assertTrue(outcome.errText().contains(told), outcome.toString());
        }
    }

    private static List<String> lines(Outcome outcome, String... prefixes) {
        return outcome.out().stream()
                .filter(line -> List.of(prefixes).stream().anyMatch(line::startsWith))
                .toList();
    }
}
