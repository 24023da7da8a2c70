package io.keyweave.agent.trust;

import io.keyweave.text.Glob;

/**
 * One path pattern of the {@code trust} setting. {@code *} matches any characters but a slash, {@code **} for any at all, {@code ?}
 * for one character that is not a slash; a pattern that ends with a slash means everything below.
 */
final class PathGlob {

    private final String text;

    /** @param text absolute, with slashes */
    PathGlob(String text) {
        this.text = text.endsWith("/") ? text + "**" : text;
    }

    boolean matches(String path) {
        return Glob.matchesPath(text, path);
    }

    @Override
    public String toString() {
        return text;
    }
}
