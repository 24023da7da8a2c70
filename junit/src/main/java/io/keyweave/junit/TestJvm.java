package io.keyweave.junit;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The agent of this JVM, by the command line and by {@code JAVA_TOOL_OPTIONS}, which the JVM counts among its arguments. */
final class TestJvm {

    private static final Pattern AGENT =
            Pattern.compile("-javaagent:(?<jar>.*?keyweave-agent[^/\\\\=]*\\.jar)(?:=(?<settings>.*))?");

    private TestJvm() {}

    private static @Nullable Matcher agent() {
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            Matcher agent = AGENT.matcher(argument);
            if (agent.matches()) {
                return agent;
            }
        }
        return null;
    }

    /** The path of its jar, or null in a JVM without the agent. */
    static @Nullable String agentJar() {
        Matcher agent = agent();
        return agent == null ? null : agent.group("jar");
    }

    /**
     * Hands the agent its settings, if there is one.
     *
     * @throws IllegalStateException for an agent that would not look at them
     */
    static void tellAgent(Map<String, String> settings) {
        Matcher agent = agent();
        if (agent == null) {
            return;
        }
        String own = agent.group("settings");
        boolean late = own != null && ("," + own + ",").contains(",late-settings=true,")
                || "true".equals(System.getProperty("keyweave.late-settings"))
                || "true".equals(System.getenv("KEYWEAVE_LATE_SETTINGS"));
        if (!late) {
            throw new IllegalStateException(
                    "@DevVault: the agent of this JVM has read its settings before the test could start a"
                            + " vault. Write -javaagent:" + agent.group("jar") + "=late-settings=true"
                            + (own == null ? "" : "," + own) + " (docs/testing.md).");
        }
        settings.forEach((name, value) -> System.setProperty("keyweave." + name, value));
    }

    /** {@code JAVA_TOOL_OPTIONS} with the agent of this JVM behind what is there. */
    static String optionsWithAgent(@Nullable String options, String jar) {
        if (options != null && options.contains("keyweave-agent")) {
            return options;
        }
        String agent = "-javaagent:" + (jar.indexOf(' ') < 0 ? jar : "'" + jar + "'");
        return options == null || options.isBlank() ? agent : options + " " + agent;
    }
}
