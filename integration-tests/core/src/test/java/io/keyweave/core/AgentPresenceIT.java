package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.harmless.UndoingAgent;
import com.example.trust.LoadsOne;
import com.example.trust.ShowsSources;
import com.typesafe.config.Config;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The agent is there where it should be; where it stays out, or is put out, one line says so. */
class AgentPresenceIT {

    private static final String PLACEHOLDER = "$<kv:contoso/granted>";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeEach
    void fill() {
        contoso.vault().put("granted", "the-secret");
    }

    private Path upload() throws IOException {
        return Files.writeString(work.resolve("a.properties"), "a=" + PLACEHOLDER + "\n");
    }

    private ForkedJvm jvm(Jdk jdk, String... settings) {
        return contoso.jvm(jdk, settings).property("app.secret", PLACEHOLDER);
    }

    /** A module that prints {@code app.secret}. */
    private Path module(String name) throws IOException {
        Path source = Files.createDirectories(work.resolve("source-" + name + "/app"));
        Path main = Files.writeString(
                source.resolve("Main.java"),
                """
                package app;
                public class Main {
                    public static void main(String[] args) {
                        System.out.println(System.getProperty("app.secret"));
                    }
                }
                """);
        Path info = Files.writeString(
                source.resolveSibling("module-info.java"), "module " + name + " { requires java.xml; }");
        Path modules = work.resolve("modules-" + name);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-d",
                        modules.resolve(name).toString(),
                        info.toString(),
                        main.toString());
        assertEquals(0, result);
        return modules;
    }

    /** What looks like our own command, or like a tool of the JDK, by its class path or its name. */
    @EveryJdk
    void anApplicationIsNotTakenForATool(Jdk jdk) throws Exception {
        for (Outcome outcome : new Outcome[] {
            jvm(jdk).classPath(Project.agentJar())
                    .option("--module-path=" + module("mod"))
                    .main("-m", "mod/app.Main")
                    .run(),
            jvm(jdk).environment("CLASSPATH", Project.agentJar().toString())
                    .option("--module-path=" + module("jdk.app"))
                    .main("-m", "jdk.app/app.Main")
                    .run(),
            jvm(jdk).classPath(Project.agentJar())
                    .option("-Xbootclasspath/a:" + work.resolve("modules-mod/mod"))
                    .main("app.Main")
                    .run(),
        }) {
            assertEquals("the-secret", outcome.expect(0).outText(), outcome.toString());
        }
    }

    @OneJdk
    void whoSwitchesItOffIsTold(Jdk jdk) throws IOException {
        Outcome off = jvm(jdk, "enabled=false")
                .main(LoadsOne.class, upload().toString())
                .run()
                .expect(0);
        assertTrue(off.errText().contains("enabled is false (agent argument enabled)"), off.toString());

        Outcome byVariable = jvm(jdk).environment("KEYWEAVE_ENABLED", "false")
                .main(LoadsOne.class, upload().toString())
                .run()
                .expect(0);
        assertTrue(byVariable.errText().contains("enabled is false (env KEYWEAVE_ENABLED)"), byVariable.toString());

        Outcome twice = ForkedJvm.on(jdk)
                .agent("enabled=false")
                .agent(contoso.settings())
                .property("app.secret", PLACEHOLDER)
                .main(LoadsOne.class, upload().toString())
                .run()
                .expect(0);
        assertTrue(twice.errText().contains("enabled is false"), twice.toString());
        assertTrue(twice.errText().contains("listed twice"), twice.toString());

        Outcome idle = ForkedJvm.on(jdk)
                .agent("enabled=false")
                .main(LoadsOne.class, upload().toString())
                .run()
                .expect(0);
        assertEquals(1, idle.err().size(), idle.toString());
        assertTrue(
                idle.errText()
                        .contains(
                                "enabled is false (agent argument enabled): the application gets placeholders in files as they"
                                        + " are written."),
                idle.toString());
    }

    @EveryJdk
    void aPatchThatIsUndoneWhileTheApplicationRunsIsNoticed(Jdk jdk) throws IOException {
        Path other = OtherAgent.jar(work, UndoingAgent.class, "UndoingAgent$1");
        try (RunningJvm jvm = ForkedJvm.on(jdk)
                .agent("")
                .agent(other, "")
                .classPath(other)
                .main(UndoingAgent.class)
                .start()) {
            jvm.awaitOut("undone"::equals, "the other agent");
            jvm.awaitErr(
                    line -> line.contains("another agent has undone the patch of java.util.Properties"),
                    "that it is noticed");
        }
    }

    /** A misspelled setting may have been the one that trusts the file. */
    @EveryJdk
    void withBrokenSettingsNoPlaceholderOfAFilePassesForAValue(Jdk jdk) throws IOException {
        Path file = upload();
        Path hocon = Files.writeString(work.resolve("a.conf"), "a = \"" + PLACEHOLDER + "\"\n");
        for (String broken : new String[] {"config=" + work + "/nowhere.conf", "trusst=" + file, "trust=class:"}) {
            Outcome outcome = contoso.jvm(jdk, broken)
                    .classPathOf(Config.class)
                    .main(LoadsOne.class, file.toString(), hocon.toString())
                    .run()
                    .expect(0);
            assertEquals(2, outcome.out().size(), outcome.toString());
            for (String line : outcome.out()) {
                assertTrue(line.startsWith("failed: ") && line.contains("keyweave: "), outcome.toString());
                assertTrue(line.contains(broken.substring(0, broken.indexOf('='))), outcome.toString());
            }
            assertTrue(outcome.errText().contains("what loads one fails"), outcome.toString());
        }
        Files.writeString(file, "a=plain\n");
        assertEquals(
                "a=plain",
                contoso.jvm(jdk, "trusst=" + file)
                        .main(LoadsOne.class, file.toString())
                        .run()
                        .expect(0)
                        .outText());
    }

    @OneJdk
    void sourcesNameWhatMayHoldPlaceholders(Jdk jdk) {
        Outcome outcome = contoso.jvm(jdk, "sources=env:DB_*;property:app.secret")
                .property("app.secret", PLACEHOLDER)
                .property("build.parameter", PLACEHOLDER)
                .environment("DB_PASSWORD", PLACEHOLDER)
                .environment("HTTP_QUERY", "$<kv:malformed")
                .main(ShowsSources.class)
                .run()
                .expect(0);

        assertEquals(List.of("the-secret", PLACEHOLDER, "the-secret", "$<kv:malformed"), outcome.out());
        assertEquals(List.of(), outcome.err());

        Outcome check = ForkedJvm.on(jdk)
                .environment(contoso.dev().environment())
                .environment("DB_PASSWORD", PLACEHOLDER)
                .environment("HTTP_QUERY", "$<kv:malformed")
                .environment("KEYWEAVE_SOURCES", "env:DB_*")
                .environment("KEYWEAVE_ALLOW", "contoso/*")
                .jar(Project.agentJar(), "check", "--settings", contoso.settings() + Contoso.patience())
                .run()
                .expect(0);
        assertTrue(check.outText().contains("sources=env:DB_* leaves out, as text: env HTTP_QUERY"), check.toString());
        assertTrue(check.outText().contains("allow=contoso/*: no other secret is asked for"), check.toString());
    }

    /** In an image that jlink made, modules of an application lie where the JDK's do. */
    @EveryJdk
    void aModuleOfAnImageIsNoToolForItsName(Jdk jdk) throws Exception {
        assumeTrue(Files.isDirectory(jdk.home().resolve("jmods")) || jdk.feature() >= 24, "a JDK that jlink can use");
        Path home = work.resolve("image");
        Process jlink = new ProcessBuilder(
                        jdk.tool("jlink").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "--module-path",
                        module("jdk.app").toString(),
                        "--add-modules",
                        "jdk.app,java.instrument,java.xml" + (jdk.feature() < 22 ? ",jdk.crypto.ec" : ""),
                        "--output",
                        home.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jlink.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(jlink.waitFor(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS), output);
        assertEquals(0, jlink.exitValue(), output);
        Outcome outcome = jvm(new Jdk(jdk.feature(), home))
                .main("-m", "jdk.app/app.Main")
                .run()
                .expect(0);
        assertEquals("the-secret", outcome.outText(), outcome.toString());
    }

    /** What a warning must not advise and nobody may set: it would resolve whatever placeholder a user types. */
    @OneJdk
    void aClassThatReadsWhatAnybodyHandsItIsRefused(Jdk jdk) {
        for (String reader : List.of(
                "java.util.Properties",
                "org.postgresql.Driver",
                "com.zaxxer.hikari.HikariConfig",
                "org.springframework.core.env.Environment")) {
            Outcome outcome = jvm(jdk, "trust=class:" + reader)
                    .main(ShowsSources.class)
                    .run()
                    .expect(78);
            assertTrue(
                    outcome.errText().contains(reader)
                            && (outcome.errText().contains("a class of the JDK, which reads what anybody hands it")
                                    || outcome.errText().contains("a class of a library, which reads what users send")),
                    outcome.toString());
            assertEquals(List.of(), outcome.out());
        }
        assertEquals(List.of(), contoso.vault().requests());
    }

    /** Of variables, properties and files, also in a JVM without any placeholder; the text stays as it is. */
    @OneJdk
    void nearMissesAreTold(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("near.properties"), "a=$<KV:contoso/granted>\n");
        Outcome alone = ForkedJvm.on(jdk)
                .agent("")
                .main(LoadsOne.class, file.toString())
                .run()
                .expect(0);
        assertEquals("a=$<KV:contoso/granted>", alone.outText());
        assertEquals(1, alone.err().size(), alone.toString());
        assertTrue(alone.errText().contains(file + ": a: this looks like a placeholder and is none"), alone.toString());

        Outcome variables = contoso.jvm(jdk)
                .environment("DB_PASSWORD", "$&lt;kv:contoso/granted>")
                .environment("HTTP_QUERY", "@microsoft.keyvault(VaultName=contoso;SecretName=granted)")
                .property("app.secret", "$<vk:contoso/granted>")
                .property("build.parameter", "\"$<kv:contoso/granted>\"")
                .main(ShowsSources.class)
                .run()
                .expect(0);
        assertEquals(
                List.of(
                        "$<vk:contoso/granted>",
                        "\"the-secret\"",
                        "$&lt;kv:contoso/granted>",
                        "@microsoft.keyvault(VaultName=contoso;SecretName=granted)"),
                variables.out());
        assertEquals(4, variables.err().size(), variables.toString());
        for (String origin : List.of(
                "env DB_PASSWORD: this", "env HTTP_QUERY: this", "app.secret: this", "build.parameter: the quotes")) {
            assertTrue(variables.errText().contains(origin), variables.toString());
        }
    }
}
