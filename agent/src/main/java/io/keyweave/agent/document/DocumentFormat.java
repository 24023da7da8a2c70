package io.keyweave.agent.document;

import io.keyweave.placeholder.Encoding;
import io.keyweave.text.JsonText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How placeholders are written in a kind of document, and secrets in their place. What is written is ASCII, so it means the same in
 * every encoding that a document may have.
 */
public enum DocumentFormat {
    /**
     * Any text whose parser lets letters and digits pass unchanged. A marker takes the place of each placeholder, and the secret takes
     * the marker's when the parser has made a value of it: {@link ValueMarkers}.
     */
    MARKED,
    /**
     * The same of which a line that begins with {@code ;} or {@code #} is a comment, which libraries keep and write back. An absent value has a
     * marker, too: it is left out when it would be stored.
     */
    INI,
    JSON,
    /** Strings in double quotes, which have the escapes of JSON. */
    TOML,
    XML,
    /** The {@code key=value} lines of {@code java.util.Properties}. */
    PROPERTIES;

    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    boolean marked() {
        return this == MARKED || this == INI;
    }

    /** Length of what represents {@code <} at that place, 0 when nothing does. */
    int opening(LatestPlaces places, int at) {
        String text = places.text;
        if (at >= text.length()) {
            return 0;
        }
        if (text.charAt(at) == '<') {
            return this == XML && places.last(CDATA, at) <= places.last(CDATA_END, at) ? 0 : 1;
        }
        return switch (this) {
            case JSON, TOML, PROPERTIES -> text.regionMatches(true, at, "\\u003c", 0, 6) ? 6 : 0;
            case XML ->
                text.startsWith("&lt;", at)
                        ? 4
                        : text.startsWith("&#60;", at) ? 5 : text.regionMatches(true, at, "&#x3c;", 0, 6) ? 6 : 0;
            case MARKED, INI -> 0;
        };
    }

    /** Whether the parser skips what is there. */
    boolean comment(LatestPlaces places, int at) {
        return switch (this) {
            case XML -> {
                int begin = places.last("<!--", at);
                // In <!--> the end is none: the comment goes on.
                yield begin >= 0 && places.last("-->", at) < begin + "<!--".length();
            }
            case PROPERTIES -> {
                char first = firstOfLine(places, at);
                yield first == '#' || first == '!';
            }
            case INI -> {
                char first = firstOfLine(places, at);
                yield first == '#' || first == ';';
            }
            case TOML -> firstOfLine(places, at) == '#';
            case JSON, MARKED -> false;
        };
    }

    /** What the parser makes of a stretch of the document. */
    String decoded(String raw) {
        return switch (this) {
            case JSON, TOML, PROPERTIES -> raw.indexOf('\\') < 0 ? raw : unescaped(raw);
            case XML -> raw.indexOf('&') < 0 ? raw : withoutReferences(raw);
            case MARKED, INI -> raw;
        };
    }

    /** The secret as the document writes it at that place. */
    String encoded(String secret, String text, int at) {
        return switch (this) {
            case JSON, TOML -> JsonText.ascii(secret);
            case PROPERTIES -> property(secret);
            case XML -> inCdata(text, at) ? CDATA_END + withReferences(secret) + CDATA : withReferences(secret);
            case MARKED, INI -> secret;
        };
    }

    /** What represents no value at all where the placeholder is the whole value in quotes, quotes included; null when nothing does. */
    @Nullable
    String absent() {
        return this == JSON || this == MARKED ? "null" : null;
    }

    private static char firstOfLine(LatestPlaces places, int at) {
        String text = places.text;
        int from = Math.max(places.last("\n", at), places.last("\r", at)) + 1;
        while (from < at && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        return text.charAt(from);
    }

    private static boolean inCdata(String text, int at) {
        return text.lastIndexOf(CDATA, at) > text.lastIndexOf(CDATA_END, at);
    }

    private static String property(String secret) {
        StringBuilder out = new StringBuilder(secret.length() + 8);
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            boolean edge = i == 0 || i == secret.length() - 1;
            if (c == '\\') {
                out.append("\\\\");
            } else if (c < ' ' || c > '~' || c == ' ' && edge) {
                JsonText.appendNumber(out, c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String unescaped(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                out.append(c);
            } else if (raw.charAt(i + 1) == 'u' && i + 6 <= raw.length()) {
                int code = number(raw.substring(i + 2, i + 6), 16);
                out.append(code < 0 ? raw.substring(i, i + 6) : String.valueOf((char) code));
                i += 5;
            } else {
                out.append(raw.charAt(++i));
            }
        }
        return out.toString();
    }

    private static String withReferences(String secret) {
        return Objects.requireNonNull(Encoding.XML.apply(secret));
    }

    private static String withoutReferences(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            int end = raw.charAt(i) == '&' ? raw.indexOf(';', i) : -1;
            String meant = end < 0 ? null : reference(raw.substring(i + 1, end));
            if (meant == null) {
                out.append(raw.charAt(i));
            } else {
                out.append(meant);
                i = end;
            }
        }
        return out.toString();
    }

    private static @Nullable String reference(String name) {
        if (name.startsWith("#")) {
            boolean hex = name.startsWith("#x");
            int code = number(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return code < 0 || !Character.isValidCodePoint(code) ? null : Character.toString(code);
        }
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> null;
        };
    }

    private static int number(String digits, int radix) {
        try {
            return Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
