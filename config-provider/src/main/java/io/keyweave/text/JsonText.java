package io.keyweave.text;

/** Text between the quotes of a JSON string. */
public final class JsonText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private JsonText() {}

    /** Other characters than quotes, backslashes and control characters stay, so it may be in a YAML string in double quotes, too. */
    public static String escaped(String text) {
        return escaped(text, false);
    }

    /** In ASCII, for whoever does not know how the document is encoded. */
    public static String ascii(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean ascii) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || ascii && c > '~') {
                        appendNumber(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** As four hexadecimal digits behind a backslash and a u, which files of properties write as well. */
    public static void appendNumber(StringBuilder out, char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
    }
}
