package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Help, completion and colours: made of one description of the commands. */
class CommandHelpTest {

    @Test
    void everyExitCodeOfTheHelpIsOnThePage() throws Exception {
        TreeSet<String> help = new TreeSet<>();
        for (String line : CommandHelp.EXIT_CODES.lines().skip(1).toList()) {
            help.add(line.strip().split(" ", 2)[0]);
        }
        TreeSet<String> page = new TreeSet<>();
        boolean table = false;
        for (String line : Files.readAllLines(Path.of("..", "docs", "troubleshooting.md"))) {
            table = line.startsWith("| exit code |") || table && line.startsWith("|");
            String cell = line.startsWith("| ") ? line.split("\\|", -1)[1].strip() : "";
            if (table && !cell.isEmpty() && Character.isDigit(cell.charAt(0))) {
                page.add(cell);
            }
        }
        assertEquals(page, help);
    }

    @Test
    void aCommandSaysWhatItIsCalledWith() {
        assertTrue(CommandHelp.all().contains("  refresh     fetches the secrets"), CommandHelp.all());
        assertTrue(CommandHelp.of("status").startsWith("Usage: java -jar keyweave-agent.jar status PID [options]"));
        assertEquals(List.of("--all", "--json", "--watch"), CommandHelp.options("status"));
        for (String line : CommandHelp.all().lines().toList()) {
            assertTrue(line.length() <= 130, line);
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        assertEquals(0, Completion.run(new String[] {"bash"}, new PrintStream(script, true, StandardCharsets.UTF_8)));
        String text = script.toString(StandardCharsets.UTF_8);
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        text + "\nCOMP_WORDS=(keyweave status --w); COMP_CWORD=2; _keyweave; echo \"${COMPREPLY[@]}\""
                                + "\nCOMP_WORDS=(keyweave ref); COMP_CWORD=1; _keyweave; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        assertEquals("--watch\nrefresh\n", new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void onlyRowsInTroubleHaveColours() {
        String table =
                """
                SECRET  STATE        VERSION  AGE  TTL   LAST       NEXT
                v/a     unavailable  -        -    5m0s  REFUSED    3s
                v/b     present      11112222..  2s  5m0s  THROTTLED  3s
                v/c     present      11112222..  2s  5m0s  OK         3s

                up: 3 secrets
                """;
        String painted = Terminal.painted(table);
        assertTrue(painted.contains("\u001b[31mv/a "), painted);
        assertTrue(painted.contains("\u001b[33mv/b "), painted);
        assertFalse(painted.contains("mv/c"), painted);
        assertEquals(table, painted.replaceAll("\u001b\\[[0-9]+m", ""));
        assertEquals(table, Terminal.coloured(table), "nobody looks at a test");
        for (String terminal : List.of("/dev/pts/0", "/dev/tty1", "/dev/ttyS0", "/dev/console")) {
            assertTrue(Terminal.isTerminal(terminal), terminal);
        }
        for (String other : List.of("/dev/null", "pipe:[4711]", "socket:[4711]", "/tmp/err.log")) {
            assertFalse(Terminal.isTerminal(other), other);
        }
        assertTrue(Terminal.colours(true, null) && Terminal.colours(true, ""));
        assertFalse(Terminal.colours(true, "1") || Terminal.colours(false, null));
    }
}
