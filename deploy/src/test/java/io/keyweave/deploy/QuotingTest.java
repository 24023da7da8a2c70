package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The lines of the table in {@code docs/testing.md}, in the hands of the tools they are meant for. */
class QuotingTest {

    private static final String PLACEHOLDER = "$<kv:contoso-prod/db-password>";
    private static final String VARIABLE = "DB_PASSWORD=" + PLACEHOLDER;
    private static final String OPTION = "-Ddb.password=" + PLACEHOLDER;

    @TempDir
    Path work;

    private final Map<String, String> lines = lines();

    private static Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            String page = Files.readString(Path.of("..", "docs", "testing.md"));
            String table = page.substring(page.indexOf("<!-- quoting:"), page.indexOf("<!-- end of quoting"));
            Matcher row = Pattern.compile("^\\| ([^|]+) \\| `(.*)` \\| ", Pattern.MULTILINE)
                    .matcher(table);
            while (row.find()) {
                lines.put(row.group(1), row.group(2));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return lines;
    }

    private String line(String where) {
        String line = lines.get(where);
        assertTrue(line != null, "no row " + where + " in " + lines.keySet());
        return line;
    }

    @Test
    void everyRowIsHeldToTheSamePlaceholder() {
        assertEquals(14, lines.size(), lines.keySet().toString());
        for (String line : lines.values()) {
            assertTrue(line.contains("$<kv:contoso-prod/db-password>"), line);
        }
    }

    @Test
    void shells() throws Exception {
        for (String shell : List.of("sh", "bash")) {
            if (!found(shell)) {
                continue;
            }
            assertEquals(PLACEHOLDER, run(shell, "-c", line("sh, bash, zsh") + "\nprintf %s \"$DB_PASSWORD\""));
            String shown = "() { printf '%s\\n' \"$@\"; }\n";
            assertEquals(OPTION + "\n-jar\napp.jar\n", run(shell, "-c", "java" + shown + line("sh, an argument")));
            assertEquals(
                    "run\n-e\n" + VARIABLE + "\norders\n", run(shell, "-c", "docker" + shown + line("docker run")));
            Path file = Files.writeString(work.resolve("dev.env"), line("dotenv") + "\n");
            assertEquals(PLACEHOLDER, run(shell, "-c", ". " + file + "; printf %s \"$DB_PASSWORD\""));
        }
    }

    @Test
    void compose() throws Exception {
        String yaml = "services:\n  orders:\n    image: orders\n    environment:\n      " + line("Compose") + "\n";
        JsonNode parsed = Manifests.documents(yaml).get(0);
        String written = parsed.at("/services/orders/environment/DB_PASSWORD").asString();
        // https://docs.docker.com/reference/compose-file/interpolation/: $$ is one $, and $ before anything but a name
        // is an error.
        assertTrue(written.startsWith("$$<"), written);
        assertEquals(PLACEHOLDER, written.replace("$$", "$"));
        if (found("docker-compose")) {
            Path file = Files.writeString(work.resolve("docker-compose.yml"), yaml);
            // What it prints is a Compose file again.
            JsonNode config = Manifests.documents(run("docker-compose", "-f", file.toString(), "config"))
                    .get(0);
            assertEquals(
                    written,
                    config.at("/services/orders/environment/DB_PASSWORD").asString());
        }
    }

    @Test
    void kubernetes() throws Exception {
        String yaml = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: orders\nspec:\n  containers:\n    - name: orders\n"
                + "      env:\n        - name: DB_PASSWORD\n          " + line("Kubernetes") + "\n";
        JsonNode pod = Manifests.documents(yaml).get(0);
        Manifests.strictly(pod, io.fabric8.kubernetes.api.model.Pod.class);
        String value = pod.at("/spec/containers/0/env/0/value").asString();
        assertEquals(PLACEHOLDER, value);
        // What the kubelet would replace: $(NAME), and $$ by $.
        assertTrue(!value.contains("$(") && !value.contains("$$"));
    }

    @Test
    void systemd() throws Exception {
        assumeTrue(found("systemd-analyze"), "no systemd-analyze on this machine");
        Path unit = Files.writeString(
                work.resolve("orders.service"),
                "[Service]\n" + line("systemd") + "\n"
                        + line("systemd, an argument").replace("/usr/bin/java", "/bin/true") + "\n");
        assertEquals("", run("systemd-analyze", "verify", "--man=no", unit.toString()));
    }

    @Test
    void theUnitOfARestartInAnOutage() throws Exception {
        assumeTrue(found("systemd-analyze"), "no systemd-analyze on this machine");
        Path unit = Files.writeString(
                work.resolve("orders.service"),
                Files.readString(Path.of("last-known", "orders.service")).replace("/usr/bin/java", "/bin/true"));
        assertEquals("", run("systemd-analyze", "verify", "--man=no", unit.toString()));
    }

    private static boolean found(String command) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return true;
            }
        }
        return false;
    }

    /** Standard output and error; a command that fails fails the test. */
    private String run(String... command) throws Exception {
        Path out = work.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " does not end");
        }
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), command[0] + " says: " + text);
        return text;
    }
}
