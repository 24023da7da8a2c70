package io.keyweave.offline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dotenv file, as shells, Docker Compose and most libraries understand one: {@code NAME=value} or {@code export NAME=value}, {@code #}
 * begins a comment at the start of a line and after a blank. In single quotes everything is itself. In double quotes a backslash
 * escapes: {@code \n}, {@code \r}, {@code \t}, and any other character is itself. Quoted values may span lines. Nothing is expanded: {@code $} is
 * a dollar sign. Not thread-safe.
 */
final class Dotenv {

    /** Says which line, never what is in it. */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(int line, String cause) {
            super("line " + line + " " + cause);
        }
    }

    private final String text;
    private int at;
    private int line = 1;

    private Dotenv(String text) {
        this.text = text;
    }

    /** Whether a file of that name is one: {@code .env}, {@code dev.env}, {@code .env.local}. */
    static boolean isNamed(String fileName) {
        return fileName.endsWith(".env") || fileName.startsWith(".env.");
    }

    /**
     * Names as written, values as meant, in order; of a repeated name the last.
     *
     * @throws FormatException for what is neither a comment nor a value, and for a quote that never ends
     */
    static Map<String, String> parse(String text) throws FormatException {
        Dotenv parser = new Dotenv(text.startsWith("\uFEFF") ? text.substring(1) : text);
        Map<String, String> values = new LinkedHashMap<>();
        while (parser.skipToName()) {
            String name = parser.name();
            values.put(name, parser.value());
        }
        return values;
    }

    /** Blank lines, indentation and comments are skipped; false at the end. */
    private boolean skipToName() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipLine();
            } else if (Character.isWhitespace(c)) {
                next();
            } else {
                return true;
            }
        }
        return false;
    }

    private String name() throws FormatException {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && !endsLine()) {
            at++;
        }
        String name = text.substring(start, at).strip();
        if (name.startsWith("export ") || name.startsWith("export\t")) {
            name = name.substring("export ".length()).strip();
        }
        if (name.startsWith("#") || name.chars().anyMatch(Character::isWhitespace)) {
            // A comment after export, export twice, a sentence: no shell takes them for a name.
            throw new FormatException(line, "is not NAME=value");
        }
        if (at == text.length() || text.charAt(at) != '=') {
            throw new FormatException(line, "is not NAME=value");
        }
        if (name.isEmpty()) {
            throw new FormatException(line, "has no name before =");
        }
        at++;
        return name;
    }

    private String value() throws FormatException {
        while (at < text.length() && !endsLine() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || endsLine()) {
            return "";
        }
        char first = text.charAt(at);
        return first == '\'' || first == '"' ? quoted(first) : plain();
    }

    private String plain() {
        int start = at;
        int end = at;
        while (at < text.length() && !endsLine()) {
            char c = text.charAt(at);
            if (c == '#' && (at == start || Character.isWhitespace(text.charAt(at - 1)))) {
                skipLine();
                break;
            }
            at++;
            end = at;
        }
        return text.substring(start, end).trim();
    }

    private String quoted(char quote) throws FormatException {
        int begun = line;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\\' && quote == '"' && at + 1 < text.length()) {
                at++;
                value.append(escaped(text.charAt(at)));
            } else {
                value.append(c);
            }
            next();
        }
        if (at == text.length()) {
            throw new FormatException(begun, "begins a quote that does not end");
        }
        at++;
        while (at < text.length() && !endsLine()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipLine();
                break;
            }
            if (!Character.isWhitespace(c)) {
                throw new FormatException(line, "goes on after the closing quote");
            }
            at++;
        }
        return value.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private boolean endsLine() {
        char c = text.charAt(at);
        return c == '\n' || c == '\r';
    }

    private void skipLine() {
        while (at < text.length() && !endsLine()) {
            at++;
        }
    }

    private void next() {
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }
}
