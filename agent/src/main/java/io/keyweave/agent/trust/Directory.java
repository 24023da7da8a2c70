package io.keyweave.agent.trust;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The working directory as it was when the JVM started, and what paths mean from there. Paths become text with slashes, absolute, without
 * {@code .} and {@code ..}; links are not followed, so a ConfigMap's file counts by the link that was opened. Where the file
 * system does not tell upper from lower case by rule (Windows), all is lower case.
 */
final class Directory {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final String start;

    Directory(String start) {
        this.start = start;
    }

    /** Never ends with a slash, the root aside. */
    String normal(String path) {
        String text = path;
        if (!new File(path).isAbsolute() && !path.startsWith("/")) {
            text = start + '/' + path;
        }
        if (WINDOWS) {
            text = text.replace('\\', '/').toLowerCase(Locale.ROOT);
        }
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int to = text.indexOf('/', from);
            if (to < 0) {
                to = text.length();
            }
            String name = text.substring(from, to);
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.remove(names.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            from = to + 1;
        }
        return (WINDOWS ? "" : "/") + String.join("/", names);
    }

    /** A pattern with the same rules; what is not a path, such as {@code **}, stays. */
    String normalPattern(String pattern) {
        if (pattern.startsWith("**")) {
            return WINDOWS ? pattern.replace('\\', '/').toLowerCase(Locale.ROOT) : pattern;
        }
        String normal = normal(pattern);
        boolean below = pattern.endsWith("/") || (WINDOWS && pattern.endsWith("\\"));
        return below && !normal.endsWith("/") ? normal + '/' : normal;
    }

    /** The real path, links followed; the normal one where the disk does not answer. */
    String real(String path) {
        try {
            return normal(new File(absolute(path)).getCanonicalPath());
        } catch (IOException e) {
            return normal(path);
        }
    }

    /**
     * Whether the path as opened and its normal form are one file. They are not when {@code ..} follows a link: the system climbs from
     * where the link leads, the text from where the link stands.
     */
    boolean honest(String path) {
        return !climbs(path) || real(path).equals(real(normal(path)));
    }

    private String absolute(String path) {
        return new File(path).isAbsolute() ? path : start + File.separatorChar + path;
    }

    private static boolean climbs(String path) {
        int at = path.indexOf("..");
        while (at >= 0) {
            boolean begins = at == 0 || slash(path.charAt(at - 1));
            boolean ends = at + 2 == path.length() || slash(path.charAt(at + 2));
            if (begins && ends) {
                return true;
            }
            at = path.indexOf("..", at + 1);
        }
        return false;
    }

    private static boolean slash(char c) {
        return c == '/' || c == File.separatorChar;
    }
}
