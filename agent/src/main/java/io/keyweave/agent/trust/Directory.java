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
    private final boolean windows;

    Directory(String start) {
        this(start, WINDOWS);
    }

    /** @param windows whether paths have drives and backslashes */
    Directory(String start, boolean windows) {
        this.start = start;
        this.windows = windows;
    }

    /** Never ends with a slash, the root aside. */
    String normal(String path) {
        String text = path;
        if (!isAbsolute(path)) {
            text = start + '/' + path;
        }
        if (windows) {
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
        return (windows ? "" : "/") + String.join("/", names);
    }

    /** A pattern with the same rules; what is not a path, such as {@code **}, stays. */
    String normalPattern(String pattern) {
        if (pattern.startsWith("**")) {
            return windows ? pattern.replace('\\', '/').toLowerCase(Locale.ROOT) : pattern;
        }
        String normal = normal(pattern);
        boolean below = pattern.endsWith("/") || (windows && pattern.endsWith("\\"));
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
        return isAbsolute(path) ? path : start + File.separatorChar + path;
    }

    /** As text: what {@code new File} says depends on the system that runs the tests. */
    private boolean isAbsolute(String path) {
        return path.startsWith("/") || (windows && (path.startsWith("\\") || hasDrive(path)));
    }

    /** {@code C:/}; {@code C:file} is relative to a directory that only Windows knows. */
    static boolean hasDrive(String path) {
        return path.length() > 2 && path.charAt(1) == ':' && (path.charAt(2) == '/' || path.charAt(2) == '\\');
    }

    private boolean climbs(String path) {
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

    private boolean slash(char c) {
        return c == '/' || (windows && c == '\\');
    }
}
