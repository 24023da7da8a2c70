package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code JAVA_TOOL_OPTIONS}: what is taken for the agent's arguments is in it, quotes apart. */
public final class AgentArgumentsFuzz {

    private AgentArgumentsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        String arguments = AgentArguments.in(Map.of("JAVA_TOOL_OPTIONS", text));
        String unquoted = text.replace("\"", "").replace("'", "");
        assertTrue(arguments.isEmpty()
                || unquoted.contains(
                        "keyweave-agent.jar=" + arguments.replace("\"", "").replace("'", "")));
        if (!arguments.contains("config")) {
            Settings.read(arguments, Map.of(), Map.of());
        }
    }
}
