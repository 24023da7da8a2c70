package io.keyweave.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A dotenv file: an error tells a line and nothing of the text, and what was read and is written again is read the same. */
public final class DotenvFuzz {

    private DotenvFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            Map<String, String> read = Dotenv.parse(text);
            // Not in the first line: a byte order mark that a name begins with would be that of the file there.
            StringBuilder written = new StringBuilder("\n");
            read.forEach((name, value) ->
                    written.append(name).append('=').append(quoted(value)).append('\n'));
            assertEquals(read, Dotenv.parse(written.toString()));
            assertEquals(Map.of("A", text), Dotenv.parse("export A=" + quoted(text) + " # comment"));
            if (text.indexOf('\'') < 0) {
                assertEquals(Map.of("A", text), Dotenv.parse("A='" + text + "'"));
            }
        } catch (Dotenv.FormatException e) {
            assertTrue(
                    e.getMessage()
                            .matches(
                                    "line \\d+ (is not NAME=value|has no name before =|begins a quote that does not end"
                                            + "|goes on after the closing quote)"),
                    e.getMessage());
        }
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
