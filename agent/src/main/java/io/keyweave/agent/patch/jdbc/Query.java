package io.keyweave.agent.patch.jdbc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code name=value} settings at the end of a JDBC URL.
 *
 * @param begin the character before the first, {@code ?} in most drivers, {@code ;} in H2
 * @param separator the character between two
 */
record Query(char begin, char separator) {

    /** The raw text of a setting, names compared without regard to case; null when there is none. */
    @Nullable
    String value(String url, String name) {
        int at = find(url, name, start(url));
        return at < 0 ? null : url.substring(at + name.length() + 1, end(url, at));
    }

    /** The URL without any setting of that name. */
    String without(String url, String name) {
        String left = url;
        for (int at = find(left, name, start(left)); at >= 0; at = find(left, name, start(left))) {
            int end = end(left, at);
            if (end < left.length()) {
                left = left.substring(0, at) + left.substring(end + 1);
            } else if (separator == begin || left.charAt(at - 1) != begin) {
                left = left.substring(0, at - 1);
            } else {
                left = left.substring(0, at);
            }
        }
        return left;
    }

    /** Everything before the settings. */
    String address(String url) {
        int start = start(url);
        return start == url.length() ? url : url.substring(0, start - 1);
    }

    private int start(String url) {
        int at = url.indexOf(begin);
        return at < 0 ? url.length() : at + 1;
    }

    private int find(String url, String name, int from) {
        String wanted = name.toLowerCase(Locale.ROOT) + "=";
        for (int at = from; at < url.length(); at = end(url, at) + 1) {
            if (url.regionMatches(true, at, wanted, 0, wanted.length())) {
                return at;
            }
        }
        return -1;
    }

    private int end(String url, int from) {
        int end = url.indexOf(separator, from);
        return end < 0 ? url.length() : end;
    }
}
