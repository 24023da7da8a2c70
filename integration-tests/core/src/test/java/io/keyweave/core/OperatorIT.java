package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.operator.Watched;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.devvault.json.Json;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a running JVM: the log's line, {@code status}, JMX; and {@code simulate}. */
class OperatorIT {

    private static final String VALUE = "hunter2-hunter2";

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @TempDir
    Path work;

    @TempDir
    Path uploads;

    @BeforeEach
    void fill() {
        vault.put("db-password", VALUE);
    }

    @EveryJdk
    void aRunningJvmShowsVersionsAndNeverValues(Jdk jdk) throws IOException {
        Path unresolved =
                Files.writeString(work.resolve("settings.plist"), "password = \"$<kv:contoso/db-password>\";");
        ForkedJvm application = contoso.jvm(jdk, "ttl=1s,log=app,trust=" + unresolved)
                .environment("KEYWEAVE_CLIENT_CERTIFICATE_PASSWORD", VALUE)
                .property("db.password", "$<kv:contoso/db-password>")
                .property("before", uploaded("before.properties"))
                .property("hook", uploaded("hook.properties"))
                .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .classPath(driverOfNextYear())
                .main(Watched.class);
        try (RunningJvm running = application.start()) {
            running.awaitOut(line -> line.equals("servers at start 0"), "that premain made no bean server");
            assertEquals("true", running.ask("read", "read "));

            String version = vault.put("db-password", VALUE + "-2");
            String rotated = running.awaitErr(line -> line.contains("rotated contoso/db-password"), "the log's line");
            assertTrue(
                    rotated.contains(" -> " + version.substring(0, 8) + "..")
                            && rotated.endsWith("(read by system property db.password)"),
                    rotated);

            RunningJvm watch = watched(jdk, running);
            watch.awaitOut(line -> line.startsWith(unresolved.toString()), "the file below the table");
            String status = String.join("\n", watch.out());
            assertTrue(status.contains("contoso/db-password  present  " + version.substring(0, 8) + ".."), status);
            assertTrue(status.contains("1 secrets, 0 stale, 0 absent"), status);
            assertTrue(status.contains("that nothing has resolved so far\n" + unresolved), status);
            assertTrue(status.contains("\nKeyweave " + installed()), status);
            assertFalse(status.contains("\u001b"), "nobody looks at a pipe");

            // A JRE has no jdk.attach, by which a JDK asks where there is no socket.
            String json = Eventually.sees(
                    "an answer by the socket",
                    () -> ForkedJvm.on(jdk)
                            .option("--limit-modules=java.base,java.instrument")
                            .jar(Project.agentJar(), "status", "--json", Long.toString(running.pid()))
                            .run()
                            .outText(),
                    shown -> !shown.isEmpty());
            Map<?, ?> secret = (Map<?, ?>) ((List<?>) Json.object(json).get("secrets")).get(0);
            assertEquals("contoso/db-password", secret.get("secret"));
            assertEquals(version, secret.get("version"));
            assertEquals("UP", Json.object(json).get("health"));
            assertEquals(installed(), Json.object(json).get("keyweave"));

            String third = vault.put("db-password", VALUE + "-3");
            Outcome refreshed = command(jdk, "refresh", Long.toString(running.pid()), "contoso/db-password")
                    .expect(0);
            assertTrue(refreshed.outText().startsWith("contoso/db-password  "), refreshed.toString());
            Outcome unknown = command(jdk, "refresh", Long.toString(running.pid()), "contoso/other")
                    .expect(69);
            assertTrue(unknown.errText().contains("reads no secret contoso/other"), unknown.toString());
            running.awaitErr(line -> line.contains(" -> " + third.substring(0, 8) + ".."), "the rotation");
            version = third;
            Path page = work.resolve("report.html");
            command(jdk, "report", Long.toString(running.pid()), "--html", page.toString())
                    .expect(0);
            String report = Files.readString(page);
            assertTrue(report.contains("contoso/db-password") && report.contains(third.substring(0, 8)), report);
            assertFalse(report.contains("hunter2"), report);
            assertTrue(report.contains("client-certificate-password</td><td>*** ("), report);
            for (String phase : List.of("premain", "secrets", "token", "get")) {
                assertTrue(report.contains("<tr><td>" + phase + "</td><td class=\"number\">"), phase + "\n" + report);
            }
            inBrowser(report);
            command(jdk, "report", Long.toString(running.pid()), "--html", page + "/no/such/directory")
                    .expect(73);

            String beans = Eventually.shows(
                    "beans for the secret and its version",
                    () -> running.ask("beans", "beans "),
                    List.of(
                            "type=Totals: 1 secrets, UP at 0, rotations 2",
                            "version=" + third.substring(0, 8),
                            "name=db-password,version=" + version.substring(0, 8) + ": served 1",
                            "name=db-password: OK [system property db.password]",
                            "type=Patches: 0 internal errors"));
            assertEquals("org.postgresql.Driver", running.ask("driver", "driver "));
            String patches = running.ask("patches", "patches ");
            assertTrue(patches.contains(" waiting, 1 not matched, errors []"), patches);
            assertFalse(patches.startsWith("0 "), patches);
            assertTrue(patches.contains("active the JDK java.util.Properties []"), patches);
            assertTrue(
                    patches.contains("not matched the PostgreSQL driver org.postgresql.Driver [makeConnection("),
                    patches);

            String shown = third.substring(0, 8) + "..";
            watch.awaitOut(line -> line.contains("contoso/db-password  present  " + shown), "the next table");
            linesInItsLog(running);
            assertFalse((watch.out() + json + refreshed + beans + patches + running.out() + running.err())
                    .contains("hunter2"));
            theEndLosesNoLine(running);
            watch.await(ForkedJvm.PATIENCE).expect(0);
        }
    }

    /** {@code status} again and again, until the JVM that it shows ends. It ends with it, also where this test fails. */
    private static RunningJvm watched(Jdk jdk, RunningJvm running) {
        RunningJvm watch = ForkedJvm.on(jdk)
                .jar(Project.agentJar(), "status", "--watch=1", Long.toString(running.pid()))
                .start();
        watch.awaitOut(line -> line.startsWith("Keyweave "), "a table");
        return watch;
    }

    /** {@code log=app} with {@code java.util.logging}: from when the application has set it up. What a handler throws loses no line. */
    private void linesInItsLog(RunningJvm running) {
        running.send("log");
        running.awaitOut(line -> line.contains("an event of the application"), "a line of the application");
        String version = vault.put("db-password", VALUE + "-4").substring(0, 8);
        running.awaitOut(
                line -> line.startsWith("logged true INFO keyweave KW-4001 KW-4001 rotated contoso/db-password ")
                        && line.contains("-> " + version + ".."),
                "the rotation in the application's log");
        vault.fault(Fault.status(503));
        running.awaitOut(
                line -> line.startsWith("logged true WARNING keyweave KW-4101 KW-4101 cannot refresh contoso/db-pass")
                        && line.endsWith("(docs/troubleshooting.md#kw-4101)"),
                "a warning in the application's log");
        vault.clearFaults();
        running.awaitErr(line -> line.contains(" INFO KW-4103 keyweave: "), "the line that the handler would not take");
        assertEquals(
                List.of(),
                running.err().stream()
                        .filter(line ->
                                line.contains(" keyweave: ") && (line.contains(version) || line.contains("KW-4101")))
                        .toList(),
                "nothing in both");
    }

    /** Without a shutdown hook of ours: what is told before {@code System.exit} is in a log, and what is told while hooks run is on stderr. */
    private static void theEndLosesNoLine(RunningJvm running) {
        assertEquals("[java.util.logging.LogManager$Cleaner Logging-Cleaner]", running.ask("hooks", "hooks "));
        running.send("exit");
        Outcome ended = running.await(ForkedJvm.PATIENCE).expect(0);
        List<String> inItsLog = told(ended.out(), "logged true WARNING keyweave KW-5401 ");
        List<String> onStderr = told(ended.err(), " WARN KW-5401 keyweave: ");
        assertEquals(
                1, naming("before.properties", inItsLog) + naming("before.properties", onStderr), running.toString());
        assertEquals(0, naming("hook.properties", inItsLog), running.toString());
        assertEquals(1, naming("hook.properties", onStderr), running.toString());
    }

    private static List<String> told(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    private static int naming(String file, List<String> lines) {
        return told(lines, file).size();
    }

    /** A file that nobody declared trustworthy. */
    private String uploaded(String name) throws IOException {
        return Files.writeString(uploads.resolve(name), "a=$<kv:contoso/db-password>\n")
                .toString();
    }

    /** Nothing from elsewhere; where there is a browser it fits a narrow window and is dark where its reader wants that. */
    private void inBrowser(String report) throws IOException {
        for (String outside : List.of("<script", " src=", " href=", "url(", "@import")) {
            assertFalse(report.contains(outside), outside);
        }
        Path page = work.resolve("measured.html");
        Files.writeString(
                page,
                report.replaceFirst("<meta http-equiv=[^>]*>", "")
                        .replace(
                                "</body>",
                                """
                                <script>document.title = (document.documentElement.scrollWidth <= innerWidth ? 'fits' : 'wider') + ' '
                                + getComputedStyle(document.body).backgroundColor + ' '
                                + performance.getEntriesByType('resource').length + ' requests'</script></body>"""));
        try {
            Process browser = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--user-data-dir=" + work.resolve("browser"),
                            "--blink-settings=preferredColorScheme=0",
                            "--window-size=500,900",
                            "--dump-dom",
                            page.toUri().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String seen = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(seen.contains("<title>fits rgb(17, 24, 39) 0 requests</title>"), seen);
        } catch (IOException notInstalled) {
            // The text alone is judged.
        }
    }

    @Test
    void statusSaysWhatIsWrong() {
        Jdk jdk = Jdk.all().iterator().next();
        command(jdk, "status").expect(64);
        command(jdk, "status", "nobody").expect(64);
        for (String command : List.of("check", "status", "refresh", "report", "run", "completion")) {
            Outcome wrong = command(jdk, command, "--no-such-option").expect(64);
            assertTrue(wrong.errText().contains("Usage: java -jar keyweave-agent.jar " + command), wrong.toString());
            Outcome help = command(jdk, command, "--help").expect(0);
            assertTrue(help.outText().contains("Usage: java -jar keyweave-agent.jar " + command), help.toString());
        }
        try (RunningJvm plain = ForkedJvm.on(jdk).main(Watched.class).start()) {
            plain.awaitOut(line -> line.startsWith("servers"), "the application");
            Outcome none = command(jdk, "status", Long.toString(plain.pid())).expect(69);
            assertTrue(none.errText().contains("has resolved no placeholder"), none.toString());
        }
    }

    @Test
    void simulateAdvises() throws IOException {
        Jdk jdk = Jdk.all().iterator().next();
        Path picture = work.resolve("rates.svg");
        Outcome fleet = command(
                        jdk,
                        "simulate",
                        "--jvms",
                        "300",
                        "--restart-all",
                        "--length",
                        "8m",
                        "--svg",
                        picture.toString(),
                        "--charts",
                        Project.built("charts/target/keyweave-charts.jar").toString())
                .expect(0);
        assertTrue(fleet.outText().contains("With startup-spread=30s: 0 answers 429"), fleet.toString());
        assertEquals("", fleet.errText(), "nobody looks who wants to know how far it is");
        String drawn = Files.readString(picture);
        for (String shown : List.of(
                "300 JVMs, 20 secrets each, all restarted at once",
                "startup-spread 0s",
                "startup-spread 30s",
                "limit, 4,000",
                "minutes",
                "prefers-color-scheme: dark")) {
            assertTrue(drawn.contains(shown), shown);
        }
        command(jdk, "simulate", "--jvms", "none").expect(64);
        command(jdk, "no-such-command").expect(64);
    }

    /** A driver without the method that is patched. */
    private Path driverOfNextYear() throws IOException {
        Path source = Files.createDirectories(work.resolve("org/postgresql")).resolve("Driver.java");
        Files.writeString(source, "package org.postgresql; public class Driver {}");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", work.toString(), source.toString());
        assertEquals(0, result);
        return work;
    }

    private static Outcome command(Jdk jdk, String... arguments) {
        return ForkedJvm.on(jdk).jar(Project.agentJar(), arguments).run();
    }

    /** The version that the jar's manifest names. */
    private static String installed() throws IOException {
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }
}
