package io.keyweave.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The agent arguments a pod's JVMs get from {@code JAVA_TOOL_OPTIONS} or {@code JDK_JAVA_OPTIONS}: in our own JVM the agent does nothing, so
 * {@code check} has to look for them there to see what the application's agent sees.
 */
final class AgentArguments {

    private AgentArguments() {}

    /** What follows {@code keyweave-agent.jar=}, or an empty text. */
    static String in(Map<String, String> environment) {
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            for (String option : words(environment.getOrDefault(variable, ""))) {
                int jar = option.indexOf("keyweave-agent.jar=");
                if (option.startsWith("-javaagent:") && jar > 0) {
                    return option.substring(jar + "keyweave-agent.jar=".length());
                }
            }
        }
        return "";
    }

    /** Separated by blanks; quotes keep blanks and go away, as the JVM does it. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
