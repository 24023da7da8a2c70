package io.keyweave.agent.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which key a line of a YAML file belongs to, told by indentation. No parser of YAML: a chart's templates are none, and what is asked is only what
 * stands around a placeholder.
 */
final class YamlOutline {

    /**
     * One line.
     *
     * @param indent where its content begins, behind the dashes of a list
     * @param item whether it begins an item of a list
     * @param key empty when it has none
     */
    record Line(int indent, boolean item, String key, String value) {
        boolean blank() {
            return key.isEmpty() && value.isEmpty() && !item;
        }

        /** Whether what is indented below is one text. */
        boolean holdsText() {
            return value.startsWith("|") || value.startsWith(">");
        }
    }

    private final List<Line> lines = new ArrayList<>();

    YamlOutline(String text) {
        for (String line : (Iterable<String>) text.lines()::iterator) {
            lines.add(line(line));
        }
    }

    private static Line line(String text) {
        int at = 0;
        boolean item = false;
        while (at < text.length() && (text.charAt(at) == ' ' || text.startsWith("- ", at))) {
            item |= text.charAt(at) == '-';
            at++;
        }
        String rest = text.substring(at).strip();
        if (rest.startsWith("#") || rest.startsWith("{{") && rest.endsWith("}}")) {
            return new Line(at, false, "", "");
        }
        int colon = rest.endsWith(":") && rest.indexOf(": ") < 0 ? rest.length() - 1 : rest.indexOf(": ");
        return colon <= 0 || rest.startsWith("{")
                ? new Line(at, item, "", rest)
                : new Line(
                        at,
                        item,
                        plain(rest.substring(0, colon)),
                        rest.substring(colon + 1).strip());
    }

    static String plain(String text) {
        String value = text.strip();
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** @param number from 1 */
    Line line(int number) {
        return lines.get(number - 1);
    }

    int size() {
        return lines.size();
    }

    /** The lines around a line, the nearest first. */
    List<Line> around(int number) {
        List<Line> around = new ArrayList<>();
        int indent = line(number).indent();
        for (int i = number - 1; i >= 1 && indent > 0; i--) {
            Line line = line(i);
            if (!line.blank() && line.indent() < indent) {
                around.add(line);
                indent = line.indent();
            }
        }
        return around;
    }

    /** The keys from the outermost to that of the line. */
    List<String> path(int number) {
        List<String> path = new ArrayList<>();
        path.add(line(number).key());
        for (Line line : around(number)) {
            path.add(0, line.key());
        }
        return path;
    }

    /** What another key of the same mapping has, such as {@code name} beside {@code value}; null when there is none. */
    @Nullable
    String beside(int number, String key) {
        Line line = line(number);
        if (line.key().isEmpty() && line.value().startsWith("{")) {
            return inBraces(line.value(), key);
        }
        for (int i = number; i >= 1 && (line(i).blank() || line(i).indent() >= line.indent()); i--) {
            if (line(i).indent() == line.indent()) {
                if (line(i).key().equals(key)) {
                    return plain(line(i).value());
                }
                if (line(i).item()) {
                    break;
                }
            }
        }
        for (int i = number + 1; i <= size() && (line(i).blank() || line(i).indent() >= line.indent()); i++) {
            if (line(i).indent() == line.indent()) {
                if (line(i).item()) {
                    break;
                }
                if (line(i).key().equals(key)) {
                    return plain(line(i).value());
                }
            }
        }
        return null;
    }

    private static @Nullable String inBraces(String text, String key) {
        for (String pair :
                text.substring(1, text.length() - (text.endsWith("}") ? 1 : 0)).split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0 && plain(pair.substring(0, colon)).equals(key)) {
                return plain(pair.substring(colon + 1));
            }
        }
        return null;
    }

    /** Whether a line at the left edge has that key. */
    boolean hasTop(String key) {
        for (Line line : lines) {
            if (line.indent() == 0 && line.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** The value of the key at the left edge that stands nearest above the line, in its document; empty when there is none. */
    String top(int number, String key) {
        int first = number;
        while (first > 1 && !line(first).value().equals("---")) {
            first--;
        }
        for (int i = first; i <= size() && (i == first || !line(i).value().equals("---")); i++) {
            if (line(i).indent() == 0 && line(i).key().equals(key)) {
                return plain(line(i).value());
            }
        }
        return "";
    }
}
