package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.placeholder.PlaceholderParser;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The globs of {@code trust} against a matcher that tries everything, and the quick look for placeholders against the parser. Input: glob, zero byte, path.
 */
public final class PathGlobFuzz {

    /** The other matcher needs glob times path. */
    private static final int LONGEST = 400;

    private static final PlaceholderParser PARSER = new PlaceholderParser(Set.of("kv"), Set.of(), ".vault.azure.net");

    private PathGlobFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > LONGEST) {
            return;
        }
        String text = new String(data, StandardCharsets.UTF_8);
        String[] parts = text.split("\0", 2);
        String path = parts.length > 1 ? parts[1] : "";
        assertEquals(slow(parts[0], path), new PathGlob(parts[0]).matches(path));
        if (holds(text)) {
            assertTrue(PlaceholderLike.in(text) && PlaceholderLike.mayBeIn(text), "a placeholder is overlooked");
        }
    }

    private static boolean holds(String text) {
        try {
            return PARSER.parse(text, Origin.of("fuzz")) != null;
        } catch (SecretException e) {
            return true;
        }
    }

    private static boolean slow(String pattern, String path) {
        String glob = pattern.endsWith("/") ? pattern + "**" : pattern;
        boolean[] reached = new boolean[path.length() + 1];
        reached[0] = true;
        for (int g = 0; g < glob.length(); g++) {
            char c = glob.charAt(g);
            boolean deep = c == '*' && g + 1 < glob.length() && glob.charAt(g + 1) == '*';
            boolean[] next = new boolean[reached.length];
            for (int i = 0; i < reached.length; i++) {
                if (c == '*') {
                    next[i] = reached[i] || i > 0 && next[i - 1] && (deep || path.charAt(i - 1) != '/');
                } else {
                    next[i] = i > 0
                            && reached[i - 1]
                            && (c == path.charAt(i - 1) || c == '?' && path.charAt(i - 1) != '/');
                }
            }
            reached = next;
            g += deep ? 1 : 0;
        }
        return reached[path.length()];
    }
}
