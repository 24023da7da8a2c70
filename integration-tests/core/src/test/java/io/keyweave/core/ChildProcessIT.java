package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.operator.RunsAsChild;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar keyweave-agent.jar run}: a command whose JVMs have the agent and secrets from a file. */
class ChildProcessIT {

    @TempDir
    Path work;

    private ForkedJvm run(Jdk jdk, Path agent, String... command) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(command));
        return ForkedJvm.on(jdk).jar(agent, arguments.toArray(new String[0]));
    }

    private ForkedJvm child(Jdk jdk, Path agent, String argument) throws IOException {
        Path file = Files.writeString(work.resolve("dev.env"), "export CONTOSO__DB='the \"quoted\" one' # comment\n");
        return run(
                        jdk,
                        agent,
                        "--offline",
                        file.toString(),
                        "--",
                        jdk.tool("java").toString(),
                        "-cp",
                        Project.placeOf(RunsAsChild.class).toString(),
                        RunsAsChild.class.getName(),
                        argument)
                .environment("DB_PASSWORD", "$<kv:contoso/db>");
    }

    @EveryJdk
    void theChildHasTheAgentAndTheFileAndItsExitCodeIsPassedOn(Jdk jdk) throws Exception {
        Outcome outcome = child(jdk, Project.agentJar(), "7")
                .environment("JAVA_TOOL_OPTIONS", "-Dflag=kept")
                .run()
                .expect(7);
        assertEquals(List.of("password=the \"quoted\" one", "flag=kept"), outcome.out());
        assertFalse(outcome.errText().contains("quoted"), outcome.toString());
    }

    @Test
    void aJarInAFolderWithABlank() throws Exception {
        Path folder = Files.createDirectory(work.resolve("with a blank"));
        Path jar = Files.copy(Project.agentJar(), folder.resolve("keyweave-agent.jar"));
        Outcome outcome = child(Jdk.oldest(), jar, "0").run().expect(0);
        assertEquals("password=the \"quoted\" one", outcome.out().get(0));
    }

    @Test
    void anAgentThatIsThereIsNotListedTwice() throws Exception {
        Outcome outcome = child(Jdk.oldest(), Project.agentJar(), "0")
                .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Project.agentJar())
                .run()
                .expect(0);
        assertEquals("password=the \"quoted\" one", outcome.out().get(0));
        assertFalse(outcome.errText().contains("listed twice"), outcome.toString());
    }

    @EveryJdk
    @DisabledOnOs(OS.WINDOWS)
    void aSignalReachesTheChildAndItsEndIsWaitedFor(Jdk jdk) throws Exception {
        try (RunningJvm parent = child(jdk, Project.agentJar(), "wait").startReady()) {
            ProcessHandle.of(parent.pid()).orElseThrow().destroy();
            Outcome outcome = parent.await(ForkedJvm.PATIENCE).expect(143);
            assertEquals("child ends", outcome.out().get(outcome.out().size() - 1), outcome.toString());
        }
    }

    @Test
    void whatCannotBeStartedIsSaid() {
        Outcome missing = run(Jdk.oldest(), Project.agentJar(), "--", "no-such-command")
                .run()
                .expect(127);
        assertTrue(missing.errText().contains("keyweave: no-such-command cannot be started"), missing.toString());
        Outcome unreadable = run(Jdk.oldest(), Project.agentJar(), "--offline", "no-such.env", "--", "true")
                .run()
                .expect(66);
        assertTrue(unreadable.errText().contains("no-such.env"), unreadable.toString());
        run(Jdk.oldest(), Project.agentJar()).run().expect(64);
        run(Jdk.oldest(), Project.agentJar(), "--none", "x").run().expect(64);
    }
}
