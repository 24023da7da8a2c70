package io.keyweave.test.spring;

import static io.keyweave.test.spring.SpringVault.classPath;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.spring.app.SpringApplicationUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not available stops the start: one report, no trace, the agent's exit codes. */
class StartFailureIT {

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    @TempDir
    static Path directory;

    private static ForkedJvm application(String... settings) {
        return VAULT.everySource(Jdk.oldest(), settings).directory(directory).classPath(classPath());
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static void stops(int exitCode, ForkedJvm application, String... report) {
        Outcome outcome = application.run().expect(exitCode);
        String all = outcome.toString();
        for (String part : report) {
            assertTrue(all.contains(part), part + " in " + all);
        }
        assertFalse(all.contains("\tat "), all);
        assertTrue(all.lines().count() < 30, all);
        assertFalse(all.contains("ready"), all);
        assertFalse(all.contains("a${app.host}"), all);
        assertEquals(1, all.split("cannot be resolved", -1).length - 1, all);
        assertTrue(all.contains("keyweave: this ") && all.contains(" does not start. "), all);
    }

    private static ForkedJvm run(ForkedJvm jvm, String... arguments) {
        return jvm.main(SpringApplicationUnderTest.class.getName(), arguments);
    }

    @Test
    void propertiesNameEveryPlace() throws Exception {
        Path config = file("wrong.properties", "first=$<kv:contoso/nowhere>\nsecond=$<kv:contoso/odd#field>\n");
        stops(
                78,
                run(application().property("spring.config.additional-location", config.toString())),
                "wrong.properties",
                "contoso/nowhere",
                "(first)",
                "(second)");
    }

    @Test
    void yaml() throws Exception {
        Path config = file("wrong.yaml", "outer:\n  inner:\n    - ok\n    - $<kv:contoso/nowhere>\n");
        stops(
                78,
                run(application().property("spring.config.additional-location", config.toString())),
                "wrong.yaml",
                "(outer.inner[1])");
    }

    @Test
    void argument() {
        stops(
                78,
                run(application(), "--cli.secret=$<kv:contoso/nowhere>"),
                "command line argument --cli.secret",
                "contoso/nowhere");
    }

    @Test
    void configTree() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("gone"), "$<kv:contoso/nowhere>");
        stops(
                78,
                run(
                        application("trust=" + tree + "/*")
                                .property("spring.config.import", "configtree:" + tree + "/"),
                        "--app.single=${gone}"),
                tree.resolve("gone").toString(),
                "contoso/nowhere");
    }

    @Test
    void aDocumentForThisProfile() throws Exception {
        Path config = file(
                "documents.yaml",
                "ok: $<kv:contoso/one>\n---\nspring.config.activate.on-profile: prod\nwrong: $<kv:contoso/nowhere>\n");
        stops(
                78,
                run(
                        application().property("spring.config.additional-location", config.toString()),
                        "--spring.profiles.active=prod"),
                "documents.yaml",
                "(wrong)");
    }

    /** Noticed while Spring makes its beans, inside exceptions of Spring. */
    @Test
    void propertySource() throws Exception {
        Path extra = file("more.properties", "more.secret=$<kv:contoso/nowhere>\n");
        stops(
                78,
                run(application("trust=" + extra)
                        .property("extra.more", extra.toUri().toString())),
                "more.properties",
                "contoso/nowhere");
    }

    @Test
    void jsonInTheEnvironment() {
        stops(
                78,
                run(application().environment("SPRING_APPLICATION_JSON", "{\"json\":\"$<kv:contoso/nowhere>\"}")),
                "SPRING_APPLICATION_JSON",
                "contoso/nowhere");
    }

    /** Spring Boot's own report quotes what it read and what it could not convert. */
    @Test
    void aSecretThatIsNoNumberIsNotQuoted() {
        Outcome outcome =
                run(application(), "--server.port=$<kv:contoso/one>").run().expect(1);
        String all = outcome.outText() + outcome.errText();
        assertTrue(all.contains("'$<kv:contoso/one>' for configuration property 'server.port'"), all);
        assertFalse(all.contains(SpringVault.ONE), all);
        assertFalse(all.contains("\uE0F2"), all);
    }

    @Test
    void aPropertyMissingBesideAPlaceholderIsTold() {
        Outcome outcome = run(application(), "--app.password=${nobody} $<kv:contoso/one>")
                .run()
                .expect(1);
        String all = outcome.outText() + outcome.errText();
        assertTrue(all.contains("'nobody' in value \"${nobody} $<kv:contoso/one>\""), all);
        assertFalse(all.contains("\uE0F2"), all);
    }

    @Test
    void aVaultThatDoesNotAnswer() throws Exception {
        Path config = file("gone.properties", "first=$<kv:gone/secret>\n");
        stops(
                69,
                run(application("vault.gone=https://localhost:1", "startup-timeout=12s")
                        .property("spring.config.additional-location", config.toString())),
                "gone.properties",
                "gone/secret");
    }

    @Test
    void anIdentityThatIsForbidden() throws Exception {
        VAULT.server.put("forbidden", "a value nobody may see");
        VAULT.server.fault(Fault.forbidden(Forbidden.RBAC).on("forbidden"));
        Path config = file("forbidden.properties", "first=$<kv:contoso/forbidden>\n");
        stops(
                77,
                run(application().property("spring.config.additional-location", config.toString())),
                "forbidden.properties",
                "Key Vault Secrets User",
                "(first)");
    }

    /** A file of a library, read by the constructor of a bean. */
    @Test
    void hoconInsideABean() throws Exception {
        Path config = file("library.conf", "library.password = \"$<kv:contoso/nowhere>\"\n");
        stops(
                78,
                run(application("trust=" + config).property("hocon.file", config.toString())),
                "library.conf: 1",
                "contoso/nowhere");
    }
}
