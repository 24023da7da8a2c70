package io.keyweave.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Nobody here has a Windows: at least it builds and runs the same, and finds modules and errors in the same lines. */
    @ParameterizedTest
    @ValueSource(strings = {"azure", "aws", "gcp"})
    void quickstartOfWindowsRunsTheSame(String service) throws Exception {
        Path java = Files.createDirectories(work.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/bash\n[ \"$1\" = -cp ] && echo java \"$@\" || exit 1\n");
        Files.writeString(work.resolve("mvn"), "#!/bin/bash\necho \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        ProcessBuilder bash =
                new ProcessBuilder("bash", ROOT.resolve("quickstart").toString(), service);
        bash.environment().put("PATH", work + ":" + System.getenv("PATH"));
        bash.environment().put("JAVA_HOME", work.resolve("jdk").toString());
        List<String> unix = bash.redirectErrorStream(true)
                .start()
                .inputReader(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^-B -q -ntp ", "").replaceAll("config-[^ :/]*[.]jar", "config-*.jar"))
                .toList();
        assertEquals(unix, saidOnWindows(service));
    }

    /** What quickstart.cmd does of its own: variables, conditions on the service, and the two programs. */
    private static List<String> saidOnWindows(String service) throws IOException {
        Map<String, String> variables = new HashMap<>();
        List<String> said = new ArrayList<>();
        for (String written : Files.readAllLines(ROOT.resolve("quickstart.cmd"))) {
            String line = written.replace("%~1", service)
                    .replaceFirst("^for %%f in [(](.*)[)] do set \"(.*)=%%f\"$", "set \"$2=$1\"");
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                line = line.replace("%" + variable.getKey() + "%", variable.getValue());
            }
            Matcher condition =
                    Pattern.compile("if not \"(.*?)\"==\"(.*?)\" (set .*)").matcher(line);
            if (condition.matches()) {
                line = condition.group(1).equals(condition.group(2)) ? "" : condition.group(3);
            }
            if (line.startsWith("set ")) {
                String set = line.substring(4).replaceFirst("^\"(.*)\"$", "$1");
                variables.put(set.substring(0, set.indexOf('=')), set.substring(set.indexOf('=') + 1));
            } else if (line.startsWith("echo ")) {
                said.add(line.substring(5));
            } else if (line.startsWith("powershell ")) {
                assertTrue(
                        Files.exists(ROOT.resolve(
                                line.substring(line.lastIndexOf(' ') + 1).replace('\\', '/'))),
                        line);
                said.add(variables.get("KEYWEAVE_MAVEN"));
            } else if (line.startsWith("\"java\" ")) {
                said.add(line.replace("\"", "")
                        .replace('\\', '/')
                        .replace(';', ':')
                        .strip());
            }
        }
        return said;
    }

    @Test
    void powerShellFindsTheSameInMavensLines() throws IOException {
        String script = Files.readString(ROOT.resolve(".mvn/maven.ps1"));
        Matcher patterns = Pattern.compile("-match '(.*?)'").matcher(script);
        List<Pattern> found = new ArrayList<>();
        while (patterns.find()) {
            found.add(Pattern.compile(patterns.group(1)));
        }
        Matcher building =
                found.get(0).matcher("[INFO] Building Keyweave agent 0.1.0-SNAPSHOT                       [2/2]");
        assertTrue(building.find());
        assertEquals("[2/2] Keyweave agent", building.group(2) + " " + building.group(1));
        assertFalse(found.get(0).matcher("[INFO] Building jar: agent.jar").find());
        assertTrue(found.get(1).matcher("[WARNING] nothing to worry about").find());
        assertTrue(
                found.get(2).matcher("[ERROR] Start.java: cannot find symbol").find());
        for (String pair : List.of("()", "{}", "[]")) {
            String code = script.replaceAll("'.*?'", "''").replaceAll("(?m)^#.*", "");
            assertEquals(
                    code.chars().filter(c -> c == pair.charAt(0)).count(),
                    code.chars().filter(c -> c == pair.charAt(1)).count(),
                    pair);
        }
    }
}
