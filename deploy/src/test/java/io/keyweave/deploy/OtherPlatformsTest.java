package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Docker, Compose, systemd and Azure: what each makes of a placeholder, by the real tool where the machine has it. */
class OtherPlatformsTest {
    private static final String PLACEHOLDER = "$<kv:contoso-prod/db-password>";

    @TempDir
    private Path folder;

    @Test
    void composeHandsThePlaceholderOn() throws Exception {
        Path file = Path.of("docker", "compose.yaml");
        JsonNode environment = Manifests.documents(file).get(0).at("/services/orders/environment");
        assertEquals(PLACEHOLDER, interpolated(environment.get("DB_PASSWORD").asString()));

        // It writes each $ twice again, for the next one who reads it.
        String rendered = run("docker-compose", "-f", file.toString(), "config");
        JsonNode seen = Manifests.documents(rendered).get(0).at("/services/orders/environment");
        assertEquals(PLACEHOLDER, interpolated(seen.get("DB_PASSWORD").asString()));
    }

    /** Compose's rule: {@code $$} is one dollar; any other one begins a variable. */
    private static String interpolated(String text) {
        assertFalse(text.replace("$$", "").contains("$"), () -> "Compose would replace a variable in " + text);
        return text.replace("$$", "$");
    }

    @Test
    void systemdHandsThePlaceholdersOn() throws Exception {
        TreeMap<String, String> environment = new TreeMap<>();
        String command = "";
        for (String line : Files.readAllLines(Path.of("systemd", "orders.service"))) {
            Matcher variable = Pattern.compile("Environment=\"(\\w+)=(.*)\"").matcher(line);
            if (variable.matches()) {
                assertFalse(variable.group(2).contains("%"), line);
                environment.put(variable.group(1), variable.group(2));
            } else if (line.startsWith("ExecStart=")) {
                command = line;
            }
        }
        assertEquals(PLACEHOLDER, environment.get("DB_PASSWORD"));
        assertEquals("-javaagent:/opt/keyweave/keyweave-agent.jar", environment.get("JAVA_TOOL_OPTIONS"));
        assertTrue(interpolated(command).contains("-Dmail.password=$<kv:contoso-prod/mail-password> "), command);
    }

    @Test
    void systemdTakesTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/java")), "the unit's command is not on this machine");
        Path unit = folder.resolve("orders.service");
        Files.copy(Path.of("systemd", "orders.service"), unit);
        assertEquals("", run("systemd-analyze", "verify", unit.toString()).strip());
    }

    @Test
    void appSettingsAreWhatTheCommandLineToolTakes() throws Exception {
        for (String name : List.of("app-service.json", "functions.json")) {
            TreeMap<String, String> settings = new TreeMap<>();
            assertTrue(Files.readString(Path.of("azure", name)).startsWith("["), name);
            // A list at the top is read item by item.
            List<JsonNode> list = Manifests.documents(Path.of("azure", name));
            for (JsonNode setting : list) {
                assertEquals(Set.of("name", "value", "slotSetting"), Set.copyOf(setting.propertyNames()));
                assertTrue(setting.get("slotSetting").isBoolean(), name);
                settings.put(
                        setting.get("name").asString(), setting.get("value").asString());
            }
            assertEquals(list.size(), settings.size(), "each name once");
            assertEquals(PLACEHOLDER, settings.get("DB_PASSWORD"));
            assertEquals("-javaagent:/home/site/wwwroot/keyweave-agent.jar", settings.get("JAVA_TOOL_OPTIONS"));
        }
    }

    @Test
    void theContainerAppMountsWhatItFills() throws Exception {
        JsonNode template = Manifests.documents(Path.of("azure", "container-app.yaml"))
                .get(0)
                .at("/properties/template");
        JsonNode init = template.get("initContainers").get(0);
        JsonNode application = template.get("containers").get(0);
        String target = init.get("command").get(1).asString();

        assertEquals("/keyweave-copy", init.get("command").get(0).asString());
        Set<String> volumes = new TreeSet<>();
        template.get("volumes").forEach(volume -> volumes.add(volume.get("name").asString()));
        for (JsonNode container : List.of(init, application)) {
            JsonNode mount = container.get("volumeMounts").get(0);
            assertTrue(volumes.contains(mount.get("volumeName").asString()), mount::toString);
            assertEquals(target, mount.get("mountPath").asString());
        }
        TreeMap<String, String> environment = new TreeMap<>();
        application
                .get("env")
                .forEach(variable -> environment.put(
                        variable.get("name").asString(), variable.get("value").asString()));
        assertEquals("-javaagent:" + target + "/keyweave-agent.jar", environment.get("JAVA_TOOL_OPTIONS"));
        assertEquals(PLACEHOLDER, environment.get("DB_PASSWORD"));
    }

    @Test
    void theImageStartsTheAgentThatItHolds() throws IOException {
        List<String> instructions = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docker", "Dockerfile"))) {
            assertTrue(line.matches("(FROM|ADD|COPY|ENV|USER|ENTRYPOINT) .+"), line);
            instructions.add(line);
        }
        String jar = "/opt/keyweave/keyweave-agent.jar";
        assertTrue(instructions.get(1).endsWith(" " + jar), instructions.get(1));
        assertTrue(instructions.contains("ENV JAVA_TOOL_OPTIONS=\"-javaagent:" + jar + "\""), "no agent");
        // A placeholder in ENV would be taken for a variable, and would be part of the image.
        assertFalse(String.join("\n", instructions).contains("$"), "a variable");
    }

    /** Each block of these kinds that a page shows is a file here, so a test has read it. */
    @Test
    void whatThePagesShowIsAFileOfThisFolder() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path file : List.of(
                Path.of("docker", "Dockerfile"),
                Path.of("docker", "compose.yaml"),
                Path.of("systemd", "orders.service"),
                Path.of("azure", "app-service.json"),
                Path.of("azure", "functions.json"),
                Path.of("azure", "container-app.yaml"))) {
            files.add(Files.readString(file).strip());
        }
        Matcher shown = Pattern.compile("```(yaml|ini|json|dockerfile)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "install.md")));
        Set<String> seen = new TreeSet<>();
        while (shown.find()) {
            assertTrue(files.contains(shown.group(2).strip()), "not a file below deploy/:\n" + shown.group(2));
            seen.add(shown.group(2).strip());
        }
        assertEquals(files.size(), seen.size(), "files that docs/install.md shows");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            assumeTrue(false, command[0] + " is not on this machine");
            throw absent;
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0] + " did not end");
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
