package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.hocon.LoadsClassesDeeply;
import com.example.views.LoadsDeeply;
import com.example.views.LoadsFiles;
import com.typesafe.config.ConfigFactory;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1: what cannot be resolved stops the JVM before {@code main}, or the load of the file it is in. */
class FailClosedIT {

    private static final String VALUE = "a-value-nobody-may-see";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() {
        vault.put("here", VALUE);
        vault.put("off", VALUE);
        vault.disable("off");
    }

    /** The JVM ended with this code, before main, with words only. */
    private static Outcome refused(Outcome outcome, int code, String... told) {
        outcome.expect(code);
        assertEquals(List.of(), outcome.out(), "main did not run");
        assertFalse(outcome.errText().contains("Exception"), outcome.errText());
        assertFalse(outcome.errText().contains("\tat "), outcome.errText());
        assertFalse(outcome.errText().contains(VALUE), outcome.errText());
        for (String text : told) {
            assertTrue(outcome.errText().contains(text), "no '" + text + "' in " + outcome.errText());
        }
        return outcome;
    }

    /** The JVM itself can log every exception that is thrown, and record it: also those that nobody outside of the agent sees. */
    @EveryJdk
    void noExceptionOnTheWayQuotesAPasswordThatIsNoJson(Jdk jdk) throws IOException {
        String password = "OneWordOfLettersAndDigits1";
        vault.put("plain", password);
        Path exceptions = work.resolve("exceptions.log");

        Outcome outcome = contoso.jvm(jdk)
                .option("-Xlog:exceptions=info:file=" + exceptions)
                .property("a.field", "$<kv:contoso/plain#password>")
                .main(LoadsFiles.class)
                .run();

        refused(outcome, 78, "The secret contoso/plain is not JSON: expected an object");
        String thrown = Files.readString(exceptions);
        assertTrue(thrown.contains("not JSON: expected an object"), thrown);
        assertFalse(thrown.contains(password), thrown);
    }

    @OneJdk
    void allProblemsAreTold(Jdk jdk) {
        Outcome outcome = contoso.jvm(jdk, "allow=contoso/*")
                .property("a.missing", "$<kv:contoso/not-here>")
                .environment("B_DISABLED", "x$<kv:contoso/off>y")
                .property("c.malformed", "text $<kv:contoso>")
                .environment("D_FORBIDDEN", "$<kv:other/secret>")
                .property("e.good", "$<kv:contoso/here>")
                .main(LoadsFiles.class)
                .run();

        refused(
                outcome,
                78,
                "system property a.missing",
                "contoso/not-here",
                "env B_DISABLED",
                "contoso/off",
                "system property c.malformed",
                "env D_FORBIDDEN",
                "other/secret",
                "allow");
        assertFalse(outcome.errText().contains("e.good"), outcome.errText());
    }

    /** A class whose initialiser ran out of stack is gone for good: later loads have to fail, too. */
    @EveryJdk
    void nearTheEndOfTheStackNoPlaceholderPassesForAValue(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("deep.properties"), "app.secret=$<kv:contoso/here>\n");
        Outcome outcome = contoso.jvm(jdk, "trust=" + work + "/*")
                .option("-Xint")
                .main(LoadsDeeply.class, file.toString())
                .run()
                .expect(0);

        assertEquals(List.of("placeholders=0", "empty=0", "without stack=true"), outcome.out(), outcome.toString());
    }

    /** A library's class is not loaded there, or patched later: nobody loads it a second time. */
    @EveryJdk
    void aClassLoadedNearTheEndOfTheStackIsPatchedAllTheSame(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("deep.conf"), "db.password = \"$<kv:contoso/here>\"\n");
        Path xml = Files.writeString(work.resolve("deep.xml"), "<password>$&lt;kv:contoso/here></password>\n");
        ForkedJvm jvm = contoso.jvm(jdk, "trust=" + work + "/*")
                .option("-Xint")
                .main(
                        LoadsClassesDeeply.class,
                        Project.placeOf(ConfigFactory.class).toString(),
                        file.toString(),
                        xml.toString());
        Outcome outcome;
        try (RunningJvm running = jvm.start()) {
            // The agent waits two seconds for each class that it cannot patch, some ten times.
            outcome = running.await(ForkedJvm.PATIENCE.multipliedBy(3)).expect(0);
        }

        assertEquals(
                List.of(
                        "XML is the secret=true",
                        "secrets=true",
                        "literals=0",
                        "failed=true",
                        "secrets=true",
                        "literals=0",
                        "failed=true"),
                outcome.out(),
                outcome.toString());
    }

    @Test
    void anIdentityThatIsRefusedIs77() {
        refused(
                contoso.jvm(Jdk.oldest())
                        .environment("AZURE_CLIENT_SECRET", "wrong")
                        .property("app.secret", "$<kv:contoso/here>")
                        .main(LoadsFiles.class)
                        .run(),
                77,
                "system property app.secret");
    }

    @Test
    void aVaultThatDoesNotAnswerIs69() {
        vault.fault(Fault.status(503));
        refused(
                contoso.jvm(Jdk.oldest(), "startup-timeout=8s")
                        .property("app.secret", "$<kv:contoso/here>")
                        .main(LoadsFiles.class)
                        .run(),
                69,
                "system property app.secret",
                "503");
    }

    @Test
    void ofSeveralCausesTheOneToFixFirstGivesTheCode() {
        vault.fault(Fault.status(503).on("here"));
        refused(
                contoso.jvm(Jdk.oldest(), "startup-timeout=8s")
                        .property("app.secret", "$<kv:contoso/here>")
                        .property("app.other", "$<kv:contoso/not-here>")
                        .main(LoadsFiles.class)
                        .run(),
                78,
                "system property app.secret",
                "system property app.other");
    }

    @Test
    void whatOurOwnRequestsNeedCannotBeAPlaceholder() {
        refused(
                contoso.jvm(Jdk.oldest())
                        .property("https.proxyPassword", "$<kv:contoso/here>")
                        .environment("HTTPS_PROXY", "http://u:$<kv:contoso/here>@proxy:1")
                        .property("keyweave.client-secret", "$<kv:contoso/here>")
                        .property("app.secret", "$<kv:contoso/here>")
                        .main(LoadsFiles.class)
                        .run(),
                78,
                // And nothing of app.secret, which only fails because of them.
                "3 placeholders cannot be resolved",
                "system property https.proxyPassword",
                "env HTTPS_PROXY",
                "keyweave.client-secret");
        assertEquals(0, vault.requests().size());
    }

    @EveryJdk
    void aBrokenSettingBesideAPlaceholderStopsTheStart(Jdk jdk) {
        refused(
                contoso.jvm(jdk, "ttl=banana")
                        .property("app.secret", "$<kv:contoso/here>")
                        .main(LoadsFiles.class)
                        .run(),
                78,
                "ttl");
        assertEquals(0, vault.requests().size());
    }

    @EveryJdk
    void whatMayBeMissingIsUnset(Jdk jdk) {
        Outcome optional = contoso.jvm(jdk)
                .property("app.secret", "$<kv:contoso/not-here?optional>")
                .environment("APP_SECRET", "$<kv:contoso/off?default=else>")
                .main(LoadsFiles.class)
                .run()
                .expect(0);
        assertEquals(List.of("main runs, property=null, variable=else, names=false"), optional.out());

        Outcome warned = contoso.jvm(jdk, "on-missing=warn")
                .property("app.secret", "$<kv:contoso/not-here>")
                .environment("APP_SECRET", "$<kv:contoso/here>")
                .main(LoadsFiles.class)
                .run()
                .expect(0);
        assertEquals(List.of("main runs, property=null, variable=" + VALUE + ", names=false"), warned.out());
        assertTrue(warned.errText().contains("contoso/not-here"), warned.errText());
    }

    @Test
    void switchedOffTheAgentDoesNothing() {
        Outcome outcome = contoso.jvm(Jdk.oldest(), "enabled=false")
                .property("app.secret", "$<kv:contoso/not-here>")
                .main(LoadsFiles.class)
                .run()
                .expect(0);
        assertEquals(List.of("main runs, property=$<kv:contoso/not-here>, variable=null, names=true"), outcome.out());
        assertEquals(0, vault.requests().size());
    }

    @EveryJdk
    void aFileThatCannotBeResolvedDoesNotLoad(Jdk jdk) throws IOException {
        Path bad = Files.writeString(
                work.resolve("bad.properties"),
                "a=1\nb=$<kv:contoso/not-here>\nc=$<kv:contoso/here>\nd=$<kv:contoso/off>\ne=$<kv:x>\n");
        Path good = Files.writeString(
                work.resolve("good.properties"), "a=1\nc=$<kv:contoso/here>\nf=$<kv:contoso/not-here?optional>\n");
        Outcome outcome = contoso.jvm(jdk, "trust=" + work + "/*")
                .main(LoadsFiles.class, bad.toString(), good.toString())
                .run()
                .expect(0);

        String out = outcome.outText();
        assertTrue(out.contains("IOException with {before=kept}: "), out);
        for (String told : List.of(
                "bad.properties: b", "contoso/not-here", "bad.properties: d", "contoso/off", "bad.properties: e")) {
            assertTrue(out.contains(told), told + " in " + out);
        }
        assertFalse(out.contains("because of"), out);
        assertTrue(out.contains("loaded {a=1, before=kept, c=" + VALUE + "}"), out);
        assertFalse(outcome.errText().contains(VALUE), outcome.errText());
    }
}
