package io.keyweave.agent.trust;

/**
 * One path pattern of the {@code trust} setting. {@code *} stands for any characters but a slash, {@code **} for any at all, {@code ?}
 * for one character that is no slash; a pattern that ends with a slash means everything below. No regular expression, no recursion.
 */
final class PathGlob {

    private final String text;

    /** @param text absolute, with slashes */
    PathGlob(String text) {
        this.text = text.endsWith("/") ? text + "**" : text;
    }

    boolean matches(String path) {
        int pattern = 0;
        int at = 0;
        int starPattern = -1;
        int starAt = -1;
        int deepPattern = -1;
        int deepAt = -1;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (pattern < text.length()) {
                char p = text.charAt(pattern);
                if (p == '*' && pattern + 1 < text.length() && text.charAt(pattern + 1) == '*') {
                    deepPattern = pattern + 2;
                    deepAt = at;
                    starPattern = -1;
                    pattern = deepPattern;
                    continue;
                }
                if (p == '*') {
                    starPattern = pattern + 1;
                    starAt = at;
                    pattern = starPattern;
                    continue;
                }
                if (p == c || (p == '?' && c != '/')) {
                    pattern++;
                    at++;
                    continue;
                }
            }
            // A mismatch: let the last star take one character more, the last double star when that star met a slash.
            if (starPattern >= 0 && path.charAt(starAt) != '/') {
                starAt++;
                at = starAt;
                pattern = starPattern;
            } else if (deepPattern >= 0) {
                deepAt++;
                at = deepAt;
                starPattern = -1;
                pattern = deepPattern;
            } else {
                return false;
            }
        }
        while (pattern < text.length() && text.charAt(pattern) == '*') {
            pattern++;
        }
        return pattern == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
