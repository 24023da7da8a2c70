package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.text.Glob;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The globs of {@code allow}, {@code sources} and {@code logins} against a matcher that tries everything. Input: glob, zero byte, name. */
public final class GlobFuzz {

    /** The other matcher needs glob times name. */
    private static final int LONGEST = 400;

    private GlobFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > LONGEST) {
            return;
        }
        String[] parts = new String(data, StandardCharsets.UTF_8).split("\0", 2);
        String glob = parts[0];
        String name = parts.length > 1 ? parts[1] : "";
        for (char separator : new char[] {'\uFFFF', '/', '.'}) {
            assertEquals(slow(glob, name, separator, true), Glob.matches(glob, name, separator));
        }
        servers(glob, name);
        sources(glob, name);
    }

    private static void servers(String glob, String name) {
        String objection = ServerPattern.objection(glob);
        if (objection != null) {
            return;
        }
        for (String item : Settings.items(glob)) {
            ServerPattern pattern = ServerPattern.of(item);
            assertTrue(pattern.port() == -1 || pattern.port() >= 1 && pattern.port() <= 65_535);
            String host = pattern.host();
            boolean expected = slow(host, name.toLowerCase(Locale.ROOT), '.', false);
            assertEquals(expected, pattern.matches(name, pattern.port() == -1 ? 5432 : pattern.port()));
            assertTrue(pattern.port() == -1 || !pattern.matches(name, pattern.port() % 65_535 + 1), "another port");
        }
    }

    private static void sources(String glob, String name) {
        String list = "env:" + glob;
        if (SourceList.objection(list) == null && glob.indexOf(';') < 0) {
            SourceList sources = new SourceList(Settings.of(Map.of("sources", list), Map.of()));
            String item = list.trim().substring("env:".length());
            assertEquals(slow(item, name, '\uFFFF', true), sources.hasVariable(name));
            assertTrue(!sources.hasProperty(name), "a property passed for a variable");
        }
    }

    /** @param one whether {@code ?} matches one character */
    private static boolean slow(String glob, String name, char separator, boolean one) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int g = 0; g < glob.length(); g++) {
            char c = glob.charAt(g);
            boolean[] next = new boolean[reached.length];
            for (int i = 0; i < reached.length; i++) {
                if (c == '*') {
                    next[i] = reached[i] || i > 0 && next[i - 1] && name.charAt(i - 1) != separator;
                } else {
                    next[i] = i > 0
                            && reached[i - 1]
                            && (c == name.charAt(i - 1) || one && c == '?' && name.charAt(i - 1) != separator);
                }
            }
            reached = next;
        }
        return reached[name.length()];
    }
}
