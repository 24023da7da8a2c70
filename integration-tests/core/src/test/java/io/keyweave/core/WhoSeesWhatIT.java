package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.harmless.ReadsEverything;
import com.example.views.EveryView;
import com.example.views.ShowsItself;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The table "who sees what", row by row: now, after a rotation, after a revocation, and when the secret is back. */
class WhoSeesWhatIT {

    private static final String PLACEHOLDER = "$<kv:contoso/db-password>";
    private static final String FIRST = "first-secret-value";
    private static final String SECOND = "second=secret:value";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() {
        vault.put("db-password", FIRST);
    }

    @EveryJdk
    void everyViewFollowsTheSecretAndNoToolSeesIt(Jdk jdk) throws IOException {
        Path properties = Files.writeString(work.resolve("app.properties"), "db.password=" + PLACEHOLDER + "\n");
        Path xml = Files.writeString(
                work.resolve("app.xml"),
                "<?xml version=\"1.0\"?><!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">"
                        + "<properties><entry key=\"db.password\">$&lt;kv:contoso/db-password></entry></properties>");
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent("ttl=1s,trust=" + work + "/*" + Contoso.patience())
                .option("-XshowSettings:properties")
                .environment(contoso.dev().environment())
                .environment("KEYWEAVE_CA", contoso.dev().certificateFile().toString())
                .environment("KEYWEAVE_VAULT_CONTOSO", vault.url())
                .environment("DB_PASSWORD", PLACEHOLDER)
                .environment("DB_USER", "scott")
                .property("db.password", PLACEHOLDER)
                .property("db.url", "jdbc:x?user=a&password=" + PLACEHOLDER.replace(">", "?as=url>"))
                .property("db.literal", "$" + PLACEHOLDER)
                .property("db.user", "scott")
                .property("db.app-service", "@Microsoft.KeyVault(VaultName=contoso;SecretName=db-password)")
                .main(EveryView.class, properties.toString(), xml.toString());
        try (RunningJvm running = jvm.start()) {
            Map<String, String> now = look(running);
            expect(now, FIRST, FIRST);

            vault.put("db-password", SECOND);
            now = lookUntil(running, seen -> SECOND.equals(seen.get("System.getProperty")));
            expect(now, SECOND, FIRST);

            vault.disable("db-password");
            now = lookUntil(running, seen -> "null".equals(seen.get("System.getProperty")));
            expectAbsent(now);

            vault.enable("db-password");
            now = lookUntil(running, seen -> SECOND.equals(seen.get("System.getProperty")));
            expect(now, SECOND, FIRST);

            Outcome outcome = running.finish().expect(0).expectHarmless();
            assertFalse(outcome.errText().contains(FIRST) || outcome.errText().contains(SECOND), outcome.errText());
            assertFalse(outcome.errText().contains("setProperty"), "tools are warned of: " + outcome.errText());
            assertTrue(outcome.errText().contains("    db.password = " + PLACEHOLDER), outcome.errText());
            assertTrue(outcome.errText().contains("    db.user = scott"), outcome.errText());
        }
    }

    /** The trace of the JDK that people switch on when TLS fails: it shows the handshakes, and of our connections no contents. */
    @EveryJdk
    void aTraceOfTlsShowsNoSecret(Jdk jdk) {
        Outcome outcome = contoso.jvm(jdk)
                .property("javax.net.debug", "all")
                .property("app.secret", PLACEHOLDER)
                .main(ReadsEverything.class)
                .run()
                .expect(0);
        assertTrue(outcome.out().contains("property=" + FIRST), outcome::toString);
        assertTrue(outcome.errText().contains("ClientHello"), outcome::toString);

        StringBuilder dumped = new StringBuilder();
        for (String line : outcome.err()) {
            if (line.matches(" *[0-9A-F]{4}: .*")) {
                int bytes = line.indexOf(": ") + 2;
                dumped.append(line.substring(bytes, Math.min(line.length(), bytes + 50))
                        .replace(" ", ""));
            }
        }
        assertTrue(dumped.length() > 0, "there are dumps of records");
        for (String text : List.of(FIRST, "Bearer", "client_secret")) {
            String bytes = HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
            assertFalse(dumped.indexOf(bytes) >= 0, () -> text + " in " + outcome);
        }
    }

    /** Tools that nobody reads secrets with, also when the application has copied them into other system properties. */
    @EveryJdk
    void noToolShowsASecret(Jdk jdk) {
        Outcome outcome = contoso.jvm(jdk)
                .option("-XX:StartFlightRecording")
                .environment("DB_PASSWORD", PLACEHOLDER)
                .property("db.password", PLACEHOLDER)
                .main(ShowsItself.class, work.resolve("own.jfr").toString())
                .run()
                .expect(0);
        Set<String> application = Set.of("clone=secret", "defaults=secret", "putAll=secret");
        List<String> rows = outcome.out().stream()
                .filter(line -> line.matches("[-\\w ]+=\\w+"))
                .toList();
        assertTrue(rows.containsAll(application), outcome::toString);
        assertTrue(rows.size() > 30, outcome::toString);
        for (String row : rows) {
            assertTrue(application.contains(row) || row.endsWith("=placeholder"), () -> row + "\n" + outcome);
        }
        assertFalse(outcome.toString().contains(FIRST), outcome::toString);
    }

    private static void expect(Map<String, String> seen, String secret, String atTheTimeOfTheCopy) {
        Map<String, String> expected = new TreeMap<>();
        for (String name : seen.keySet()) {
            expected.put(name, secret);
        }
        expected.put("copy", atTheTimeOfTheCopy);
        expected.put("copy by serialisation", atTheTimeOfTheCopy);
        expected.put(
                "system embedded",
                "jdbc:x?user=a&password=" + secret.replace("=", "%3D").replace(":", "%3A"));
        expectPlaceholders(expected, "db.password=" + PLACEHOLDER.replace(":", "\\:"));
        assertEquals(lines(expected), lines(seen));
        assertTrue(seen.size() > 50, "rows looked at");
    }

    private static void expectAbsent(Map<String, String> seen) {
        Map<String, String> expected = new TreeMap<>();
        for (String name : seen.keySet()) {
            expected.put(name, "null");
        }
        expected.put("copy", FIRST);
        expected.put("copy by serialisation", FIRST);
        expectPlaceholders(expected, "");
        for (String name : expected.keySet()) {
            if (name.startsWith("written ") || name.equals("tool jcmd")) {
                expected.put(name, "");
            }
        }
        expected.put("tool RuntimeMXBean", "null");
        assertEquals(lines(expected), lines(seen));
    }

    /** What looks the same whatever the secret is. */
    private static void expectPlaceholders(Map<String, String> expected, String stored) {
        expected.put("system escaped", PLACEHOLDER);
        expected.put("system ordinary", "scott");
        expected.put("getenv ordinary", "scott");
        String listed = "db.password=" + PLACEHOLDER;
        expected.put("written store writer", stored);
        expected.put("written store stream", stored);
        expected.put("written XML", "<entry key=\"db.password\">$&lt;kv:contoso/db-password&gt;</entry>");
        expected.put("written list stream", listed);
        expected.put("written list of defaults", listed);
        expected.put("written toString", "{" + listed + "}");
        expected.put("written entries", "[" + listed + "]");
        expected.put("written system", listed);
        expected.put("written environment", "DB_PASSWORD=" + PLACEHOLDER);
        expected.put("written environment entries", "DB_PASSWORD=" + PLACEHOLDER);
        expected.put("written environment values", "");
        expected.put("child block", PLACEHOLDER);
        expected.put("child environment()", PLACEHOLDER);
        expected.put("child touched", PLACEHOLDER);
        expected.put("tool /proc", "DB_PASSWORD=" + PLACEHOLDER);
        expected.put("tool jcmd", stored);
        expected.put("tool RuntimeMXBean", PLACEHOLDER);
    }

    private static String lines(Map<String, String> seen) {
        StringBuilder text = new StringBuilder();
        seen.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    private static Map<String, String> lookUntil(RunningJvm running, Predicate<Map<String, String>> arrived) {
        return Eventually.sees("the change to arrive", () -> look(running), arrived);
    }

    private static Map<String, String> look(RunningJvm running) {
        int before = running.out().size();
        running.ask("look", "done");
        List<String> out = running.out();
        Map<String, String> seen = new TreeMap<>();
        for (String line : out.subList(before, out.size())) {
            int split = line.indexOf('=');
            if (split > 0) {
                seen.put(line.substring(0, split), line.substring(split + 1));
            }
        }
        return seen;
    }
}
