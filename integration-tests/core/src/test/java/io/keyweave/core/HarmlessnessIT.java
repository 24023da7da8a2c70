package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.harmless.Looking;
import com.example.harmless.OwnLibraries;
import com.example.harmless.OwnLogManager;
import com.example.harmless.OwnLoggerFinder;
import com.example.harmless.OwnTrustStore;
import com.example.harmless.ReadsEverything;
import com.example.harmless.RetransformingAgent;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6: the application is as it would be without the agent, secrets aside. */
class HarmlessnessIT {

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

    private static ForkedJvm jvm(Jdk jdk) {
        return CONTOSO.jvm(jdk).property("app.secret", PLACEHOLDER);
    }

    @EveryJdk
    void anApplicationKeepsItsOwnOlderLibraries(Jdk jdk) throws IOException {
        Path[] old;
        try (Stream<Path> jars = Files.list(Project.built("integration-tests/core/target/old-libraries"))) {
            old = jars.sorted().toArray(Path[]::new);
        }
        Path classes = Project.built("integration-tests/core/target/test-classes");
        Outcome alone = ForkedJvm.on(jdk)
                .classPath(old)
                .classPath(classes)
                .property("app.secret", SECRET)
                .main(OwnLibraries.class.getName())
                .run()
                .expect(0);
        Outcome beside = jvm(jdk).classPath(old)
                .classPath(classes)
                .main(OwnLibraries.class.getName())
                .run()
                .expect(0);

        assertEquals(alone.out(), beside.out());
        assertEquals(alone.err(), beside.err());
        assertTrue(alone.outText().contains("secret=" + SECRET));
    }

    @EveryJdk
    void aLogManagerSetInMainIsUsed(Jdk jdk) {
        Outcome outcome = jvm(jdk).main(OwnLogManager.class).run().expect(0);

        assertEquals(List.of("manager=" + OwnLogManager.Manager.class.getName(), "secret=" + SECRET), outcome.out());
    }

    /** With that option the JDK starts logging at the first certificate it reads, and the first ones are ours. */
    @EveryJdk
    void aLogManagerSetInMainIsUsedWithAConfigurationFile(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("logging.properties"), ".level=SEVERE\n");
        Outcome outcome = jvm(jdk).property("java.util.logging.config.file", file.toString())
                .main(OwnLogManager.class)
                .run()
                .expect(0);

        assertEquals(List.of("manager=" + OwnLogManager.Manager.class.getName(), "secret=" + SECRET), outcome.out());
        assertEquals(List.of(), outcome.err());
    }

    @EveryJdk
    void theApplicationsLoggingIsStartedByTheApplication(Jdk jdk) throws IOException {
        Path services = Files.createDirectories(work.resolve("finder/META-INF/services"));
        Files.writeString(services.resolve("java.lang.System$LoggerFinder"), OwnLoggerFinder.Finder.class.getName());
        Outcome outcome = jvm(jdk).classPath(work.resolve("finder"))
                .main(OwnLoggerFinder.class)
                .run()
                .expect(0);

        assertEquals(List.of("made before main by nobody", "made by main", "secret=" + SECRET), outcome.out());
    }

    @EveryJdk
    void aTrustStoreSetInMainIsUsed(Jdk jdk) throws IOException, GeneralSecurityException {
        Outcome outcome = jvm(jdk).main(
                        OwnTrustStore.class,
                        trustStore().toString(),
                        CONTOSO.vault().url() + "/secrets/app-secret?api-version=7.4")
                .run()
                .expect(0);

        // 401: the application has no token; what counts is that TLS trusted the vault of this test.
        assertEquals(List.of("status=401", "secret=" + SECRET), outcome.out());
    }

    @EveryJdk
    void nothingOfOursIsVisible(Jdk jdk) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            library(jar).stream()
                    .filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .forEach(names::add);
        }
        assertTrue(names.contains("io.keyweave.SecretResolver"), "the jar holds the library");
        assertTrue(names.stream().anyMatch(name -> name.startsWith("com.github.benmanes.")), "and what it needs");
        // Enough of each package to be sure, and not so many that the command line bursts.
        List<String> asked = new ArrayList<>();
        String last = "";
        for (String name : names.stream().sorted().toList()) {
            String place = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (!place.equals(last) || place.startsWith("io.keyweave")) {
                asked.add(name);
            }
            last = place;
        }

        Outcome outcome =
                jvm(jdk).main(Looking.class, asked.toArray(String[]::new)).run().expect(0);

        assertEquals(List.of("context=true", "opened=false", "threads=[]", "secret=" + SECRET), outcome.out());
    }

    @OneJdk
    void aBrokenSettingWithoutPlaceholderIsOneLine(Jdk jdk) {
        Outcome outcome = ForkedJvm.on(jdk)
                .agent("ttl=banana")
                .main(ReadsEverything.class)
                .run()
                .expect(0);

        assertEquals(List.of("property=null", "environment=null"), outcome.out());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(outcome.errText().contains("ttl"), outcome.toString());
        assertFalse(outcome.errText().contains("Exception"), outcome.toString());
    }

    @EveryJdk
    void listedTwiceItWorksOnce(Jdk jdk) {
        int before = CONTOSO.vault().requests().size();
        Outcome outcome = jvm(jdk).agent("")
                .main(ReadsEverything.class)
                .environment("APP_SECRET", PLACEHOLDER)
                .run()
                .expect(0);

        assertEquals(List.of("property=" + SECRET, "environment=" + SECRET), outcome.out());
        assertTrue(CONTOSO.vault().requests().size() - before <= 2, "one GET, and a challenge at most");
        assertTrue(outcome.errText().contains("twice"), outcome.toString());
    }

    @EveryJdk
    void besideAnotherAgentBothWork(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("app.properties"), "app.secret=" + PLACEHOLDER + "\n");
        Path other = OtherAgent.jar(work, RetransformingAgent.class, "RetransformingAgent$1");
        for (boolean first : new boolean[] {true, false}) {
            ForkedJvm jvm = ForkedJvm.on(jdk);
            if (first) {
                jvm.agent(other, "");
            }
            jvm.agent(CONTOSO.settings() + Contoso.patience() + ",trust=" + file);
            if (!first) {
                jvm.agent(other, "");
            }
            Outcome outcome = jvm.environment(CONTOSO.dev().environment())
                    .environment("APP_SECRET", PLACEHOLDER)
                    .property("app.secret", PLACEHOLDER)
                    .main(ReadsEverything.class, file.toString())
                    .run()
                    .expect(0);

            assertTrue(outcome.out().contains("other agent saw Properties"), outcome.toString());
            assertTrue(outcome.out().contains("property=" + SECRET), outcome.toString());
            assertTrue(outcome.out().contains("environment=" + SECRET), outcome.toString());
            assertTrue(outcome.out().contains("file=" + SECRET), outcome.toString());
        }
    }

    /** They say no more than that a placeholder is left alone; what start scripts ask says nothing. */
    @EveryJdk
    void toolsOfTheJdkRunUntouched(Jdk jdk) throws Exception {
        String options = "-javaagent:" + Project.agentJar() + "=ttl=banana -Dapp.secret=" + PLACEHOLDER;
        for (List<String> command : List.of(
                List.of("jcmd", "-h"),
                List.of("javac", "-version"),
                List.of("keytool", "-help"),
                List.of("jps", "-q"),
                // What start scripts ask before they start an application.
                List.of("java", "-version"),
                List.of("java", "--list-modules"))) {
            List<String> line = new ArrayList<>(command);
            line.set(0, jdk.tool(command.get(0)).toString());
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("JAVA_TOOL_OPTIONS", options);
            Process tool = builder.start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(tool.waitFor(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS), command.toString());
            assertEquals(0, tool.exitValue(), command + "\n" + output);
            List<String> ours = output.lines()
                    .filter(text -> !text.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                    .filter(text -> text.contains("keyweave"))
                    .toList();
            if (command.get(0).equals("java")) {
                assertEquals(List.of(), ours, command.toString());
            } else {
                assertEquals(1, ours.size(), command + "\n" + output);
                assertTrue(
                        ours.get(0)
                                .matches(
                                        "[-0-9T:.]+Z WARN KW-1012 keyweave: a placeholder is present and is not resolved, because [a-z.]+ is a tool of the JDK\\. \\(docs/troubleshooting\\.md#kw-1012\\)"),
                        ours.get(0));
            }
        }
    }

    /** The names in the packed library; IsolatedLoader describes the format. */
    private static List<String> library(JarFile jar) throws IOException {
        byte[] index = jar.getInputStream(jar.getEntry("inst/index")).readAllBytes();
        ByteBuffer rows = ByteBuffer.wrap(index);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rows.getInt(0); i++) {
            int at = rows.getInt(Integer.BYTES + i * 5 * Integer.BYTES + Integer.BYTES);
            names.add(new String(index, at + 2, rows.getShort(at), StandardCharsets.UTF_8));
        }
        return names;
    }

    private static Path trustStore() throws IOException, GeneralSecurityException {
        Path file = work.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(CONTOSO.dev().certificateFile())) {
            store.setCertificateEntry(
                    "dev-vault", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
