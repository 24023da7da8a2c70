package io.keyweave.test.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an application has told of what it read: one line a name. */
final class Told {

    private final Map<String, String> lines = new LinkedHashMap<>();
    private final List<String> err;

    Told(Outcome outcome) {
        this(outcome.out(), outcome.err());
    }

    Told(List<String> out, List<String> err) {
        this.err = err;
        for (String line : out) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                lines.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
    }

    /** The value, {@code absent}, or how it failed. */
    @Nullable
    String of(String name) {
        String line = lines.get(name);
        return line != null && line.startsWith("value ")
                ? new String(Base64.getDecoder().decode(line.substring("value ".length())), StandardCharsets.UTF_8)
                : line;
    }

    void expect(String value, String... names) {
        for (String name : names) {
            assertEquals(value, of(name), () -> name + "\n" + lines + "\n" + String.join("\n", err));
        }
    }
}
