package io.keyweave.text;

/**
 * Patterns over names and paths: {@code *} matches any run of characters, {@code ?} for one, neither for the separator where there is
 * one. No regular expression, no recursion.
 */
public final class Glob {

    private static final char NONE = '\uFFFF';

    private Glob() {}

    /** The whole name, any characters. */
    public static boolean matches(String glob, String name) {
        return matches(glob, name, NONE, false);
    }

    /** @param separator what neither {@code *} nor {@code ?} matches */
    public static boolean matches(String glob, String name, char separator) {
        return matches(glob, name, separator, false);
    }

    /** A path, with {@code **} for any characters at all. */
    public static boolean matchesPath(String glob, String path) {
        return matches(glob, path, '/', true);
    }

    /** Greedy, with one place to come back to for each kind of star: at most glob times name steps, or times its square with both. */
    private static boolean matches(String glob, String name, char separator, boolean deep) {
        int g = 0;
        int at = 0;
        int star = -1;
        int starAt = -1;
        int deepStar = -1;
        int deepAt = -1;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (g < glob.length()) {
                char p = glob.charAt(g);
                if (p == '*') {
                    if (deep && g + 1 < glob.length() && glob.charAt(g + 1) == '*') {
                        g += 2;
                        deepStar = g;
                        deepAt = at;
                        star = -1;
                    } else {
                        star = ++g;
                        starAt = at;
                    }
                    continue;
                }
                if (p == c || p == '?' && c != separator) {
                    g++;
                    at++;
                    continue;
                }
            }
            // A mismatch: let the last star take one character more, the last double star when that star met a
            // separator.
            if (star >= 0 && name.charAt(starAt) != separator) {
                at = ++starAt;
                g = star;
            } else if (deepStar >= 0) {
                at = ++deepAt;
                star = -1;
                g = deepStar;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
