package io.keyweave.settings;

/** Globs over names: {@code *} stands for any run of characters, {@code ?} for one. No regular expression, no recursion. */
public final class NameGlob {

    private NameGlob() {}

    /** The whole name, any characters. */
    public static boolean matches(String glob, String name) {
        return matches(glob, name, '\uFFFF');
    }

    /**
     * Greedy with one place to come back to: at most glob times name steps.
     *
     * @param separator what neither {@code *} nor {@code ?} stands for
     */
    public static boolean matches(String glob, String name, char separator) {
        int g = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (p < name.length()) {
            char c = g < glob.length() ? glob.charAt(g) : '\0';
            if (c == '*') {
                star = g++;
                mark = p;
            } else if (g < glob.length() && (c == name.charAt(p) || c == '?' && name.charAt(p) != separator)) {
                g++;
                p++;
            } else if (star >= 0 && name.charAt(mark) != separator) {
                g = star + 1;
                p = ++mark;
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
