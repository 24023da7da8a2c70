package io.keyweave.agent.patch.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the arguments given to {@code SpringApplication.run} the operator wrote. */
class CommandLineTest {

    private static final String S = "$<kv:vault/s>";
    private static final String T = "$<kv:vault/t>";

    private static Map<String, String> operators(String command, String... arguments) {
        return CommandLine.operators(arguments, new CommandArguments(command, null));
    }

    @Test
    void theOperatorsArgumentsAreHis() {
        assertEquals(Map.of("a", S), operators("--a=" + S, "--a=" + S));
        assertEquals(Map.of("a", S, "b", T), operators("--a=" + S + " x --b=" + T, "--a=" + S, "x", "--b=" + T));
        assertEquals(Map.of("a", S + "," + T), operators("--a=" + S + " --a=" + T, "--a=" + S, "--a=" + T));
        assertEquals(Map.of("a", "$" + S), operators("--a=$" + S, "--a=$" + S));
    }

    @Test
    void anArgumentOfTheApplicationIsNot() {
        assertEquals(Map.of("a", S), operators("--a=" + S, "--a=" + S, "--b=" + T), "appended");
        assertEquals(Map.of(), operators("--a=" + S + " --b=" + T, "--b=" + T, "--a=" + S), "in another place");
        assertEquals(Map.of(), operators("--a=" + S, "--a=" + S, "--a=" + T), "one more value of the same name");
        assertEquals(Map.of(), operators(null, "--a=" + S), "an unknown command");
    }

    @Test
    void aPartOfAnArgumentIsNone() {
        assertEquals(Map.of(), operators("--a=$" + S, "--a=" + S), "an escaped one");
        assertEquals(Map.of(), operators("--a=" + S + "x", "--a=" + S));
        assertEquals(Map.of(), operators("x--a=" + S, "--a=" + S));
    }

    @Test
    void whereTheSystemTellsArgumentsApartABlankIsPartOfOne() {
        List<String> process = List.of("-Dx=y", "Main", "--motd=hello --a=" + S, "--b=" + T);
        String command = "--motd=hello --a=" + S + " --b=" + T;
        assertEquals(
                Map.of("motd", "hello --a=" + S, "b", T),
                CommandLine.operators(
                        new String[] {"--motd=hello --a=" + S, "--b=" + T}, new CommandArguments(command, process)));
        assertEquals(
                Map.of(),
                CommandLine.operators(
                        new String[] {"--motd=hello", "--a=" + S}, new CommandArguments(command, process)),
                "a part of an argument");
        assertEquals(
                Map.of("a", S),
                CommandLine.operators(
                        new String[] {"--motd=hello", "--a=" + S},
                        new CommandArguments(command, List.of("Main", "@arguments"))),
                "a process whose arguments stand elsewhere");
    }
}
