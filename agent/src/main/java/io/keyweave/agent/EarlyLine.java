package io.keyweave.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line on stderr from where only the JDK may be named: before the agent has read its settings, or where it has none. Loaded when there is
 * something to tell. It looks like the lines that come later ({@code io.keyweave.LogLine}).
 */
public final class EarlyLine {

    private EarlyLine() {}

    /**
     * @param code is in {@code EarlyMessages}, with this text
     * @param arguments the agent's, where they are known: only whether they ask for JSON
     */
    public static void print(String level, String code, String text, @Nullable String arguments) {
        String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        String page = "docs/troubleshooting.md#" + code.toLowerCase(Locale.ROOT);
        System.err.println(
                json(arguments)
                        ? "{\"time\":\"" + time + "\",\"level\":\"" + level + "\",\"logger\":\"keyweave\",\"code\":\""
                                + code + "\",\"page\":\"" + page + "\",\"message\":\"" + escaped(text) + "\"}"
                        : time + " " + level + " " + code + " keyweave: " + text + " (" + page + ")");
        System.err.flush();
    }

    private static boolean json(@Nullable String arguments) {
        if (arguments != null && arguments.contains("log-format=json")) {
            return true;
        }
        try {
            return "json".equals(System.getProperty("keyweave.log-format"))
                    || "json".equals(System.getenv("KEYWEAVE_LOG_FORMAT"));
        } catch (SecurityException e) {
            // What is told may be just that nothing may be read.
            return false;
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                String digits = Integer.toHexString(c);
                out.append("\\u0000", 0, 6 - digits.length()).append(digits);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
