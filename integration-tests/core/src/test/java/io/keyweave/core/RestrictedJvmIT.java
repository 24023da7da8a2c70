package io.keyweave.core;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.harmless.ReadsEverything;
import com.example.harmless.ReadsPlugIn;
import com.example.trust.PlugIn;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that lack something: modules that jlink left out, rights that a security manager keeps back. */
class RestrictedJvmIT {

    private static final String PLACEHOLDER = "$<kv:contoso/app-secret>";
    private static final String SECRET = "the-secret-value";

    @TempDir
    static Path work;

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @BeforeAll
    static void fill() {
        CONTOSO.vault().put("app-secret", SECRET);
    }

    private static ForkedJvm jvm(Jdk jdk, String... settings) {
        return CONTOSO.jvm(jdk, settings).main(ReadsEverything.class);
    }

    @EveryJdk
    void fourModulesAreEnough(Jdk jdk) throws Exception {
        Jdk image = image(jdk, "java.base,java.instrument,java.xml" + (jdk.feature() < 22 ? ",jdk.crypto.ec" : ""));

        Outcome outcome = jvm(image).property("app.secret", PLACEHOLDER).run().expect(0);

        assertEquals(List.of("property=" + SECRET, "environment=null"), outcome.out());
        assertEquals(List.of(), outcome.err());
    }

    @EveryJdk
    void withoutEllipticCurvesTheReportNamesTheModule(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() < 22, "since JDK 22 java.base has them");
        Jdk image = image(jdk, "java.base,java.instrument");

        assertEquals(
                List.of("property=null", "environment=null"),
                jvm(image).run().expect(0).out());
        Outcome outcome = jvm(image, "startup-timeout=8s")
                .property("app.secret", PLACEHOLDER)
                .run()
                .expect(69);

        assertTrue(outcome.errText().contains("jdk.crypto.ec"), outcome.toString());
    }

    @EveryJdk
    void aSecurityManagerThatTrustsTheAgentIsNoObstacle(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");
        Path file = Files.writeString(work.resolve("managed.properties"), "app.secret=" + PLACEHOLDER);
        Path policy = Files.writeString(
                work.resolve("trusting.policy"),
                """
                grant codeBase "%s" { permission java.security.AllPermission; };
                grant {
                  permission java.util.PropertyPermission "*", "read";
                  permission java.lang.RuntimePermission "getenv.*";
                  permission java.io.FilePermission "%s", "read";
                };
                """
                        .formatted(Project.agentJar().toUri(), file));

        Outcome outcome = CONTOSO.jvm(jdk, "trust=" + file)
                .main(ReadsEverything.class, file.toString())
                .property("java.security.manager", "")
                .property("java.security.policy", "=" + policy)
                .property("app.secret", PLACEHOLDER)
                .environment("APP_SECRET", PLACEHOLDER)
                .run()
                .expect(0);

        assertEquals(List.of("property=" + SECRET, "environment=" + SECRET, "file=" + SECRET), outcome.out());
    }

    @EveryJdk
    void aSecurityManagerThatDoesNotIsNamed(Jdk jdk) {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");

        Outcome outcome = managed(jdk).property("app.secret", PLACEHOLDER).run().expect(70);

        assertEquals(List.of(), outcome.out());
        assertTrue(
                outcome.errText().contains("grant java.security.AllPermission to the agent's jar"), outcome.toString());
    }

    /** Rights to read, none for the agent, no placeholder: the application is not stopped. */
    @EveryJdk
    void withoutPlaceholderASecurityManagerStopsNothing(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");
        Path policy = Files.writeString(
                work.resolve("reading.policy"),
                """
                grant {
                  permission java.util.PropertyPermission "*", "read,write";
                  permission java.lang.RuntimePermission "getenv.*";
                };
                """);

        Outcome outcome = managed(jdk)
                .property("java.security.policy", "=" + policy)
                .run()
                .expect(0);

        assertEquals(List.of("property=null", "environment=null"), outcome.out());
    }

    /** What the agent looks at on behalf of an application needs the agent's rights, not the application's. */
    @EveryJdk
    void underASecurityManagerAPlugInReadsItsResources(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");
        Path plugIn = Files.createDirectories(work.resolve("plug-in"));
        Path type = plugIn.resolve("com/example/trust/PlugIn.class");
        Files.createDirectories(type.getParent());
        Files.copy(Project.placeOf(PlugIn.class).resolve(plugIn.relativize(type)), type, REPLACE_EXISTING);
        Files.writeString(plugIn.resolve("plain.properties"), "app.secret=plain");
        Files.writeString(plugIn.resolve("secret.properties"), "app.secret=" + PLACEHOLDER);
        String rights =
                """
                grant {
                  permission java.util.PropertyPermission "*", "read,write";
                  permission java.lang.RuntimePermission "getenv.*";
                  permission java.lang.RuntimePermission "createClassLoader";
                  permission java.lang.RuntimePermission "closeClassLoader";
                  permission java.io.FilePermission "%s/-", "read";
                };
                """
                        .formatted(work);
        Path none = Files.writeString(work.resolve("none.policy"), rights);
        Path all = Files.writeString(
                work.resolve("all.policy"),
                rights
                        + "grant codeBase \"%s\" { permission java.security.AllPermission; };"
                                .formatted(Project.agentJar().toUri()));

        assertEquals(
                List.of("plug-in=plain"),
                readsPlugIn(jdk, plugIn, "plain.properties", none).out());
        assertEquals(
                List.of("plug-in=plain"),
                readsPlugIn(jdk, plugIn, "plain.properties", all).out());
        assertEquals(
                List.of("plug-in=" + SECRET),
                readsPlugIn(jdk, plugIn, "secret.properties", all).out());
    }

    private static Outcome readsPlugIn(Jdk jdk, Path plugIn, String file, Path policy) {
        return CONTOSO.jvm(jdk)
                .property("java.security.manager", "")
                .property("java.security.policy", "=" + policy)
                .main(ReadsPlugIn.class, plugIn.toString(), file)
                .run()
                .expect(0);
    }

    private static ForkedJvm managed(Jdk jdk) {
        return jvm(jdk).property("java.security.manager", "");
    }

    /** A JVM of just those modules. */
    private static Jdk image(Jdk jdk, String modules) throws Exception {
        assumeTrue(Files.isDirectory(jdk.home().resolve("jmods")) || jdk.feature() >= 24, "a JDK that jlink can use");
        Path home = work.resolve("image-" + jdk.feature() + "-" + modules.length());
        Process jlink = new ProcessBuilder(
                        jdk.tool("jlink").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "--add-modules",
                        modules,
                        "--output",
                        home.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jlink.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(jlink.waitFor(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS), output);
        assertEquals(0, jlink.exitValue(), output);
        return new Jdk(jdk.feature(), home);
    }
}
