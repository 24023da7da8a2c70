package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Texts that were perhaps meant as placeholders, and lines of JAAS. */
public final class NearMissFuzz {

    private static final Set<String> SCHEMES = Set.of("kv", "sm");
    private static final int LONGEST = 300;

    private NearMissFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        String meant = NearMiss.in(text, SCHEMES);
        String scheme = NearMiss.unknownScheme(text, SCHEMES);
        if (!NearMiss.mayBe(text)) {
            assertNull(meant);
            assertNull(scheme);
        }
        assertTrue(
                meant == null || meant.length() < LONGEST && printable(meant), "the message holds what the text holds");
        assertTrue(scheme == null || scheme.matches("[0-9A-Za-z-]{1,17}") && text.contains("$<" + scheme + ":"));
        int options = JaasText.options(text);
        assertTrue(options == Integer.MAX_VALUE
                || options <= text.length() && options > "LoginModule required".length() - 2);
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }
}
