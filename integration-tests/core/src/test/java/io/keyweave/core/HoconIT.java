package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.hocon.HoconShell;
import com.example.hocon.TwoLoaders;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HOCON's row of the table "who sees what", in an application that was never changed, for several versions of HOCON. */
class HoconIT {

    private static final Path CLASSES = Project.built("integration-tests/core/target/test-classes");

    @TempDir
    Path work;

    private Path resources;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() throws IOException {
        vault.put("db-password", "first-value");
        vault.put("db-port", "5432");
        resources = Files.createDirectories(work.resolve("resources"));
    }

    static List<Path> versions() throws IOException {
        try (Stream<Path> jars = Files.list(Project.built("integration-tests/core/target/hocon-versions"))) {
            return jars.sorted().toList();
        }
    }

    /** The newest version on every JDK, the others on one: they differ in HOCON, not in the JDK. */
    static List<Arguments> jdksAndVersions() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (Path version : versions()) {
            for (Jdk jdk : version.equals(newest()) ? Jdk.all() : Jdk.all().subList(0, 1)) {
                all.add(Arguments.of(jdk, version.getFileName().toString()));
            }
        }
        return all;
    }

    private static Path version(String jar) {
        return Project.built("integration-tests/core/target/hocon-versions/" + jar);
    }

    private static Path newest() throws IOException {
        List<Path> all = versions();
        return all.get(all.size() - 1);
    }

    private ForkedJvm jvm(Jdk jdk, Path hocon) {
        return jvm(jdk, hocon, "ttl=1s,log=error");
    }

    private ForkedJvm jvm(Jdk jdk, Path hocon, String settings) {
        return contoso.jvm(jdk, settings).classPath(CLASSES, resources, hocon);
    }

    private void application(String... lines) throws IOException {
        Files.write(resources.resolve("application.conf"), List.of(lines));
    }

    private static void await(RunningJvm app, String question, String answer) {
        Eventually.sees(question + " to be " + answer, () -> app.ask(question, "= "), answer::equals);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndVersions")
    void everyReadIsTheCurrentSecretAndADisabledOneIsMissing(Jdk jdk, String hocon) throws IOException {
        application(
                "db {",
                "  password = \"$<kv:contoso/db-password>\"",
                "  port = \"$<kv:contoso/db-port>\"",
                "}",
                "beside { password = \"$<kv:contoso/db-password>\", port = 1 }",
                "list = [x, \"$<kv:contoso/db-password>\", y]",
                "url = \"jdbc:h2:mem;password=\"${db.password}\";x=1\"",
                "fromEnv = ${?DB_PASSWORD}",
                "fromProperty = ${db.second}");
        Files.writeString(resources.resolve("application.properties"), "props.password=$<kv:contoso/db-password>\n");
        Files.writeString(resources.resolve("extra.properties"), "extra.password=$<kv:contoso/db-password>\n");
        Files.writeString(resources.resolve("application.json"), "{\"json\": \"$\\u003ckv:contoso/db-password>\"}");
        try (RunningJvm app = jvm(jdk, version(hocon))
                .environment("DB_PASSWORD", "$<kv:contoso/db-password>")
                .property("db.second", "$<kv:contoso/db-password>")
                .main(HoconShell.class.getName())
                .startReady()) {
            everyReadIsTheCurrentSecret(app);
            aDisabledSecretIsMissing(app);
            app.finish().expect(0);
            assertTrue(app.err().stream().allMatch(line -> line.contains(" KW-4002 ")), app::toString);
        }
    }

    private void everyReadIsTheCurrentSecret(RunningJvm app) {
        for (String secret : List.of("first-value", "second-value")) {
            vault.put("db-password", secret);
            await(app, "string db.password", secret);
            assertEquals("5432", app.ask("int db.port", "= "));
            await(app, "list list", "[x, " + secret + ", y]");
            await(app, "bean db", secret + " 5432");
            await(app, "unwrapped db", "{password=" + secret + ", port=5432, second=" + secret + "}");
            await(app, "entries db", "{password=" + secret + ", port=5432, second=" + secret + "}");
            await(app, "string url", "jdbc:h2:mem;password=" + secret + ";x=1");
            await(app, "string fromEnv", secret);
            await(app, "string fromProperty", secret);
            await(app, "string props.password", secret);
            await(app, "string json", secret);
            await(app, "system db.second", secret);
            await(app, "serialised db.password", secret);
            await(app, "extra extra.password", secret);
            for (String written : List.of("render", "print", "renderSystem", "renderExtra")) {
                String text = app.ask(written, "= ");
                assertTrue(text.contains("$<kv:contoso/db-password>"), text);
                assertFalse(text.contains(secret), text);
                assertFalse(text.contains("Keyweave"), text);
            }
            assertEquals(secret, app.ask("reload db.password", "= "));
        }
        assertEquals("not found", app.ask("visible com.typesafe.config.impl.KeyweaveString", "= "));
        assertEquals(List.of(), app.err());
    }

    private void aDisabledSecretIsMissing(RunningJvm app) {
        assertEquals("true", app.ask("has beside.password", "= "));
        vault.disable("db-password");
        await(app, "has beside.password", "false");
        String missing = app.ask("string beside.password", "= ");
        assertTrue(missing.startsWith("! Missing "), missing);
        assertTrue(missing.contains("beside.password"), missing);
        assertEquals("[port]", app.ask("names beside", "= "));
        assertEquals("{port=1}", app.ask("unwrapped beside", "= "));
        assertEquals("{port=1}", app.ask("entries beside", "= "));
        assertEquals("[x, y]", app.ask("list list", "= "));
        assertEquals("false", app.ask("has url", "= "));
        vault.enable("db-password");
        await(app, "has beside.password", "true");
        assertEquals("second-value", app.ask("string beside.password", "= "));
    }

    @OneJdk
    void everyUnresolvablePlaceholderIsToldWithItsLine(Jdk jdk) throws IOException {
        application(
                "a = \"$<kv:contoso/db-password>\"",
                "b = \"$<kv:contoso/nothing-there>\"",
                "c = [",
                "  \"$<kv:contoso/nor-here>\"",
                "]",
                "d = \"$<kv:contoso/bad name>\"");
        Outcome outcome =
                jvm(jdk, newest()).main(HoconShell.class.getName()).run().expect(1);
        String report = outcome.errText();
        assertTrue(report.contains("com.typesafe.config.ConfigException"), report);
        assertTrue(report.contains("application.conf: 2"), report);
        assertTrue(report.contains("application.conf: 4"), report);
        assertTrue(report.contains("application.conf: 6"), report);
        assertTrue(report.contains("contoso/nothing-there"), report);
        assertFalse(report.contains("first-value"), report);
        assertFalse(report.contains("Caused by"), report);
        assertEquals(List.of(), outcome.out());
    }

    @OneJdk
    void aPropertiesResourceFailsTheLoadAsWell(Jdk jdk) throws IOException {
        Files.writeString(resources.resolve("application.properties"), "a=$<kv:contoso/nothing-there>\n");
        Outcome outcome =
                jvm(jdk, newest()).main(HoconShell.class.getName()).run().expect(1);
        assertTrue(outcome.errText().contains("application.properties: a"), outcome.errText());
    }

    @OneJdk
    void configFileIsADefaultLocationAndItsIncludesAreNot(Jdk jdk) throws IOException {
        Path elsewhere = Files.createDirectories(work.resolve("elsewhere"));
        Files.writeString(
                elsewhere.resolve("prod.conf"), "include \"included\"\ndb.password = \"$<kv:contoso/db-password>\"\n");
        Files.writeString(elsewhere.resolve("included.conf"), "included = \"$<kv:contoso/db-port>\"\n");
        try (RunningJvm app = jvm(jdk, newest(), "log=warn")
                .property("config.file", elsewhere.resolve("prod.conf").toString())
                .main(HoconShell.class.getName())
                .startReady()) {
            assertEquals("first-value", app.ask("string db.password", "= "));
            assertEquals("$<kv:contoso/db-port>", app.ask("string included", "= "));
            app.finish().expect(0);
            assertEquals(1, app.err().size(), app.err().toString());
            assertTrue(
                    app.err().get(0).contains("trust=" + elsewhere.resolve("included.conf")),
                    app.err().get(0));
        }
        assertTrue(vault.requests().stream().noneMatch(request -> request.path().contains("db-port")));
    }

    @EveryJdk
    void severalVersionsLiveSideBySide(Jdk jdk) throws IOException {
        application("db.password = \"$<kv:contoso/db-password>\"");
        List<String> arguments = new ArrayList<>(List.of(resources.toString()));
        versions().forEach(jar -> arguments.add(jar.toString()));
        Outcome outcome = contoso.jvm(jdk)
                .classPath(CLASSES)
                .main(TwoLoaders.class.getName(), arguments.toArray(String[]::new))
                .run()
                .expect(0);
        List<String> expected = versions().stream().map(jar -> "first-value").toList();
        assertEquals(List.of("passwords=" + expected), outcome.out());
    }

    @OneJdk
    void whateverAVaultIsCalledTheHostStaysTheSame(Jdk jdk) throws IOException {
        List<String> names = List.of(
                "contoso.evil.example",
                "contoso/../evil",
                "contoso@evil.example",
                "contoso:443",
                "contoso%2eevil",
                "c\u043entoso",
                "contoso#.evil.example/",
                "//evil.example",
                "contoso\\\\evil",
                " contoso",
                "https://evil.example");
        List<String> lines = new ArrayList<>();
        names.forEach(name -> lines.add("k" + lines.size() + " = \"$<kv:" + name + "/secret>\""));
        application(lines.toArray(String[]::new));
        Outcome outcome = jvm(jdk, newest())
                .option("-Dfile.encoding=UTF-8")
                .main(HoconShell.class.getName())
                .run()
                .expect(1);
        for (int line = 1; line <= names.size(); line++) {
            assertTrue(outcome.errText().contains("application.conf: " + line), line + "\n" + outcome.errText());
        }
        assertEquals(List.of(), vault.requests());
        assertEquals(List.of(), contoso.dev().tokenRequests());
    }

    @OneJdk
    void bigAndOddValuesArriveUnchanged(Jdk jdk) throws IOException {
        String odd =
                "${db.port} \"quoted\" \\ back\\slash #comment // :={[,]} $<kv:contoso/db-port> \u00e4\u20ac\ud83d\ude00\n2nd";
        vault.put("odd", odd);
        vault.put("big", "x".repeat(20_000));
        String filler = "y".repeat(1_000_000);
        application(
                "odd = \"$<kv:contoso/odd>\"",
                "big = \"" + filler + "$<kv:contoso/big>\"",
                "db.port = \"$<kv:contoso/db-port>\"",
                "both = ${odd}\"|\"${db.port}");
        String big = filler + "x".repeat(20_000);
        try (RunningJvm app =
                jvm(jdk, newest()).main(HoconShell.class.getName()).startReady()) {
            assertEquals(odd.length() + " " + odd.hashCode(), app.ask("digest odd", "= "));
            assertEquals(big.length() + " " + big.hashCode(), app.ask("digest big", "= "));
            String both = odd + "|5432";
            assertEquals(both.length() + " " + both.hashCode(), app.ask("digest both", "= "));
            app.finish().expect(0);
        }
    }

    @OneJdk
    void anOverrideByEnvironmentIsATemplateToo(Jdk jdk) throws IOException {
        application("db.password = plain");
        try (RunningJvm app = jvm(jdk, newest())
                .property("config.override_with_env_vars", "true")
                .environment("CONFIG_FORCE_db_password", "$<kv:contoso/db-password>")
                .main(HoconShell.class.getName())
                .startReady()) {
            assertEquals("first-value", app.ask("string db.password", "= "));
            vault.put("db-password", "second-value");
            await(app, "string db.password", "second-value");
            assertFalse(app.ask("render", "= ").contains("second-value"));
            app.finish().expect(0);
        }
    }

    @Test
    void severalVersionsAreTested() throws IOException {
        assertTrue(versions().size() >= 3, versions().toString());
    }
}
