package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.json.JsonObject;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar keyweave-agent.jar check}, as an operator runs it in the pod and a pipeline before a deployment. */
class CheckIT {

    private static final String SECRET = "s3cret-value";

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");
    private Map<String, String> environment;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        vault.put("db-password", SECRET);
        environment = new HashMap<>(dev.environment());
        environment.put("KEYWEAVE_VAULT_CONTOSO", vault.url());
        environment.put("KEYWEAVE_CA", dev.certificateFile().toString());
        environment.put("KEYWEAVE_STARTUP_TIMEOUT", "120s");
    }

    @EveryJdk
    void findsEverySourceAndPrintsNoValue(Jdk jdk) throws IOException {
        vault.put("json", "{\"password\":\"" + SECRET + "\"}");
        file("application.conf", "# $<kv:contoso/commented>", "db { password = \"$<kv:contoso/json#password>\" }");
        file("application.yaml", "url: x?p=$<kv:contoso/db-password?as=url>&q=$<kv:contoso/none?optional>");
        file("app.properties", "a=$<kv:contoso/db-\\", "  password>", "escaped=$$<kv:contoso/escaped>");
        file(
                "app.xml",
                "<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">",
                "<properties><entry key=\"b\">$&lt;kv:contoso/db-password></entry></properties>");
        environment.put("DB_PASSWORD", "$<kv:contoso/db-password>");
        Outcome outcome = check(
                        ForkedJvm.on(jdk).property("db.password", "$<kv:contoso/db-password>"),
                        "application.conf",
                        "application.yaml",
                        "app.properties",
                        "app.xml",
                        "-Dlater=$<kv:contoso/db-password>",
                        "--settings",
                        "trust=app*")
                .expect(0);
        String table = outcome.outText();
        for (String origin : List.of(
                "system property db.password",
                "system property later",
                "env DB_PASSWORD",
                "application.conf: 2",
                "application.yaml: 1",
                "app.properties: a",
                "app.xml: b")) {
            assertTrue(table.contains(origin), origin + " in\n" + table);
        }
        assertTrue(table.contains("missing, optional"), table);
        assertTrue(table.contains("Every placeholder can be resolved."), table);
        assertFalse(table.contains("commented") || table.contains("escaped"), table);
        assertFalse((table + outcome.errText()).contains(SECRET), "a value was printed");
        assertEquals(
                3,
                vault.requests().stream()
                        .filter(request -> request.authenticated())
                        .count(),
                "one GET a secret");
    }

    @Test
    void endsAsAStartWould() {
        environment.put("DB_PASSWORD", "$<kv:contoso/none>");
        Outcome missing = check(ForkedJvm.on(Jdk.oldest())).expect(78);
        assertTrue(missing.outText().contains("recover --vault-name contoso --name none"), missing.toString());
        vault.revoke(dev.application().principal());
        environment.put("DB_PASSWORD", "$<kv:contoso/db-password>");
        Outcome refused = check(ForkedJvm.on(Jdk.oldest())).expect(77);
        assertTrue(refused.outText().contains("Key Vault Secrets User"), refused.toString());
        vault.fault(Fault.refused());
        check(ForkedJvm.on(Jdk.oldest()), "--settings", "startup-timeout=2s").expect(69);
        environment.put("OTHER", "$<kv:contoso/a b>");
        check(ForkedJvm.on(Jdk.oldest()), "--settings", "startup-timeout=2s").expect(78);
    }

    @Test
    void isJsonForPipelines() throws Exception {
        vault.put("ending", SECRET);
        vault.expires("ending", Instant.now().plus(Duration.ofDays(10)));
        environment.put("A", "$<kv:contoso/ending>");
        environment.put("B", "$<kv:contoso/none?default=\"quoted\">");
        Outcome outcome = check(ForkedJvm.on(Jdk.oldest()), "--json").expect(0);
        JsonObject json = JsonObject.parse(outcome.outText());
        assertEquals(0L, json.integer("exitCode"));
        assertTrue(json.names().contains("placeholders"));
        assertTrue(outcome.outText().contains("\"state\":\"ok, ends soon\""), outcome.outText());
        assertTrue(outcome.outText().contains("\"state\":\"missing, default used\""), outcome.outText());
        assertFalse(outcome.outText().contains("quoted"), "a default may be a password");
        assertFalse(outcome.outText().contains(SECRET));
    }

    @Test
    void tellsWhenTheIdentityItselfEnds() {
        environment.keySet().removeIf(name -> name.startsWith("AZURE_"));
        environment.putAll(dev.certificateEnvironment());
        environment.put("A", "$<kv:contoso/db-password>");
        Outcome outcome = check(ForkedJvm.on(Jdk.oldest())).expect(0);
        assertTrue(outcome.outText().contains("client certificate "), outcome.outText());
        assertTrue(outcome.outText().contains("179 days"), outcome.outText());
    }

    @Test
    void seesTheAgentArgumentsOfThePod() {
        environment.remove("KEYWEAVE_VAULT_CONTOSO");
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Xmx256m -javaagent:" + Project.agentJar() + "=vault.contoso=" + vault.url() + ",log=error"
                        + " -Ddb.password=$<kv:contoso/db-password>");
        Outcome outcome = check(ForkedJvm.on(Jdk.oldest())).expect(0);
        assertTrue(outcome.outText().contains("system property db.password"), outcome.toString());
    }

    /** The agent of JAVA_TOOL_OPTIONS would end the JVM before the command could say what is wrong. */
    @Test
    void isRecognisedByARelativePathToo() {
        environment.put("JAVA_TOOL_OPTIONS", "-javaagent:" + Project.agentJar());
        environment.put("A", "$<kv:contoso/none>");
        Outcome outcome = ForkedJvm.on(Jdk.oldest())
                .environment(environment)
                .directory(Project.agentJar().getParent())
                .jar(Project.agentJar().getFileName(), "check")
                .run()
                .expect(78);
        assertTrue(outcome.outText().contains("contoso/none"), outcome.toString());
        assertFalse(outcome.errText().contains("does not start"), outcome.toString());
    }

    /** An executable jar with a library in it, and a directory. */
    @Test
    void looksIntoArchivesAndDirectories() throws IOException {
        ByteArrayOutputStream library = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(library)) {
            out.putNextEntry(new ZipEntry("defaults.yaml"));
            out.write("password: $<kv:contoso/none>\n".getBytes(StandardCharsets.UTF_8));
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(directory.resolve("app.jar")))) {
            out.putNextEntry(new ZipEntry("BOOT-INF/lib/library.jar"));
            out.write(library.toByteArray());
        }
        Files.createDirectories(directory.resolve("chart/templates"));
        file("chart/templates/deployment.yaml", "value: $<kv:contoso/none>");
        Outcome outcome = check(ForkedJvm.on(Jdk.oldest()), "app.jar", "chart").expect(78);
        assertTrue(
                outcome.outText().contains("defaults.yaml in BOOT-INF/lib/library.jar in app.jar: 1"),
                outcome.toString());
        assertTrue(outcome.outText().contains("deployment.yaml: 1"), outcome.toString());
    }

    @Test
    void saysWhatItCannotUse() throws IOException {
        assertTrue(check(ForkedJvm.on(Jdk.oldest()), "--nonsense")
                .expect(64)
                .errText()
                .contains("--nonsense"));
        assertTrue(check(ForkedJvm.on(Jdk.oldest()), "absent.conf")
                .expect(66)
                .errText()
                .contains("absent.conf"));
        file("empty.conf", "a = 1");
        assertNotNull(check(ForkedJvm.on(Jdk.oldest()), "empty.conf").expect(0));
        assertEquals(0, dev.tokenRequests().size(), "nothing to ask for");
    }

    private void file(String name, String... lines) throws IOException {
        Files.write(directory.resolve(name), List.of(lines));
    }

    private Outcome check(ForkedJvm jvm, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return jvm.environment(environment)
                .directory(directory)
                .jar(Project.agentJar(), all)
                .run();
    }
}
