package io.keyweave.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code .mvn/maven.sh}, by which {@code ./quickstart} and other long commands run Maven: progress on a terminal, nothing in a pipe. */
@DisabledOnOs(OS.WINDOWS)
class MavenInScriptsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Says what Maven says of a build of two modules, of which the second may fail. */
    private static final String MAVEN =
            """
            #!/bin/bash
            case " $* " in
              *' -q '*) say() { :; } ;;
              *) say() { echo "$1"; } ;;
            esac
            say '[INFO] Scanning for projects...'
            say '[INFO] Building Keyweave third party 0.1.0-SNAPSHOT                 [1/2]'
            say '[WARNING] nothing to worry about'
            say '[INFO] Building Keyweave agent 0.1.0-SNAPSHOT                       [2/2]'
            if [ -n "${BROKEN:-}" ]; then
              echo '[ERROR] Start.java: cannot find symbol'
              echo '  symbol: x'
              say '[INFO] BUILD FAILURE'
              exit 1
            fi
            """;

    @TempDir
    Path work;

    @BeforeEach
    void maven() throws IOException {
        Path maven = Files.writeString(work.resolve("mvn"), MAVEN);
        assertTrue(maven.toFile().setExecutable(true));
    }

    private String run(boolean broken, List<String> prefix) throws Exception {
        String script = "set -eu; PATH='" + work + "':$PATH; . .mvn/maven.sh; quiet_maven package; echo built";
        Path file = Files.writeString(work.resolve("script"), script);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(prefix.isEmpty() ? List.of("bash", file.toString()) : List.of("bash " + file, "/dev/null"));
        Path said = work.resolve("said");
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        if (broken) {
            process.environment().put("BROKEN", "yes");
        }
        Process running = process.start();
        running.getOutputStream().close();
        assertTrue(running.waitFor(2, TimeUnit.MINUTES), "it ends");
        assertEquals(broken ? 1 : 0, running.exitValue());
        return Files.readString(said, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void nothingIsSaidInAPipe() throws Exception {
        assertEquals("built\n", run(false, List.of()));
        assertEquals("[ERROR] Start.java: cannot find symbol\n  symbol: x\n", run(true, List.of()));
    }

    @Test
    void aTerminalHasOneLineThatIsGoneAtTheEnd() throws Exception {
        if (!OS.LINUX.isCurrentOs() || !Files.isExecutable(Path.of("/usr/bin/script"))) {
            return;
        }
        List<String> terminal = List.of("/usr/bin/script", "-qec");
        String again = "\r\u001b[K";
        String both = again + "[1/2] Keyweave third party ..." + again + "[2/2] Keyweave agent ..." + again;
        assertEquals(both + "built\n", run(false, terminal));
        assertEquals(both + "[ERROR] Start.java: cannot find symbol\n  symbol: x\n" + again, run(true, terminal));
    }
}
