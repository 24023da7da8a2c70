package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** Goes through docs/write-a-provider.md in an empty directory: its files, its commands. */
class WriteAProviderPageIT {

    private static final Pattern FILE = Pattern.compile("(?m)^`(\\w+\\.java)`.*\\R\\R```java\\R((?s:.*?))```");
    private static final Pattern COMMANDS = Pattern.compile("(?m)^```sh\\R((?s:.*?))```");
    private static final Path SAMPLE =
            Project.home().resolve("samples/provider-file/src/main/java/com/example/provider");

    @TempDir
    Path work;

    @OneJdk
    void thePageLeadsToASecret(Jdk jdk) throws IOException {
        String page = Files.readString(Project.home().resolve("docs/write-a-provider.md"));
        Files.copy(Project.agentJar(), work.resolve("keyweave-agent.jar"));
        Files.copy(
                Project.built("config-provider/api/target/keyweave-config-provider-api.jar"),
                work.resolve("keyweave-config-provider-api.jar"));
        Matcher files = FILE.matcher(page);
        int found = 0;
        while (files.find()) {
            Files.writeString(work.resolve(files.group(1)), files.group(2));
            Path sample = SAMPLE.resolve(files.group(1));
            if (Files.exists(sample)) {
                assertEquals(Files.readString(sample), files.group(2), "the page shows the sample");
                found++;
            }
        }
        assertEquals(2, found);
        StringBuilder commands = new StringBuilder("set -e\n");
        Matcher blocks = COMMANDS.matcher(page);
        while (blocks.find()) {
            commands.append(blocks.group(1));
        }
        Outcome outcome = run(jdk, commands.toString()).expect(0);
        assertTrue(outcome.outText().contains("the password has 15 characters"), outcome.toString());
        assertTrue(
                outcome.outText().matches("(?s).*file:" + work + "/secrets/db-password +env DB_PASSWORD +\\S+ +ok .*"),
                outcome.toString());
    }

    private Outcome run(Jdk jdk, String script) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).directory(work.toFile());
        shell.environment().keySet().removeIf(ForkedJvm::steers);
        String path = shell.environment().get("PATH");
        shell.environment().put("PATH", jdk.tool("java").getParent() + File.pathSeparator + path);
        try (RunningJvm running = RunningJvm.start(shell)) {
            return running.await(ForkedJvm.PATIENCE);
        }
    }
}
