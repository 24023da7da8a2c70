package io.keyweave.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict recursive-descent reader. */
final class JsonReader {

    private static final int MAX_DEPTH = 64;

    /** The JSON {@code null}: distinct from a missing member only inside the reader. */
    private static final Object NULL = new Object();

    /** A number keeps its spelling: nobody here calculates. */
    private static final class Spelled extends Number {
        private static final long serialVersionUID = 1L;
        private final String spelling;

        Spelled(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public int intValue() {
            return (int) doubleValue();
        }

        @Override
        public long longValue() {
            return (long) doubleValue();
        }

        @Override
        public float floatValue() {
            return (float) doubleValue();
        }

        @Override
        public double doubleValue() {
            return Double.parseDouble(spelling);
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    private final String text;
    private int position;

    JsonReader(String text) {
        this.text = text;
    }

    JsonObject document() throws JsonException {
        blanks();
        JsonObject object = object(1);
        blanks();
        if (position < text.length()) {
            throw expected("the end");
        }
        return object;
    }

    private Object value(int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw expected("less nesting");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private JsonObject object(int depth) throws JsonException {
        take('{', "an object");
        Map<String, Object> members = new LinkedHashMap<>();
        blanks();
        if (peek() == '}') {
            position++;
            return new JsonObject(members);
        }
        while (true) {
            blanks();
            String name = string();
            blanks();
            take(':', "a colon");
            blanks();
            members.put(name, value(depth + 1));
            blanks();
            if (peek() == '}') {
                position++;
                return new JsonObject(members);
            }
            take(',', "a comma or the object's end");
        }
    }

    private List<Object> array(int depth) throws JsonException {
        take('[', "an array");
        List<Object> items = new ArrayList<>();
        blanks();
        if (peek() == ']') {
            position++;
            return items;
        }
        while (true) {
            blanks();
            items.add(value(depth + 1));
            blanks();
            if (peek() == ']') {
                position++;
                return items;
            }
            take(',', "a comma or the array's end");
        }
    }

    private String string() throws JsonException {
        take('"', "a string");
        int start = position;
        StringBuilder unescaped = null;
        while (true) {
            char c = next("the string's end");
            if (c == '"') {
                String rest = text.substring(start, position - 1);
                return unescaped == null ? rest : unescaped.append(rest).toString();
            }
            if (c < ' ') {
                position--;
                throw expected("an escaped control character");
            }
            if (c == '\\') {
                unescaped = unescaped == null ? new StringBuilder() : unescaped;
                unescaped.append(text, start, position - 1).append(escape());
                start = position;
            }
        }
    }

    private char escape() throws JsonException {
        char c = next("an escape");
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                position--;
                throw expected("a known escape");
            }
        };
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next("four hexadecimal digits");
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                position--;
                throw expected("a hexadecimal digit");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Number number() throws JsonException {
        int start = position;
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            digits();
        }
        if (peek() == '.') {
            position++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
        }
        return new Spelled(text.substring(start, position));
    }

    private void digits() throws JsonException {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == start) {
            throw expected("a value");
        }
    }

    private Object word(String word, Object meaning) throws JsonException {
        if (!text.startsWith(word, position)) {
            throw expected("a value");
        }
        position += word.length();
        return meaning;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    /** The next character, or one that no JSON begins with at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : '\uffff';
    }

    private char next(String what) throws JsonException {
        if (position == text.length()) {
            throw expected(what);
        }
        return text.charAt(position++);
    }

    private void take(char c, String what) throws JsonException {
        if (peek() != c) {
            throw expected(what);
        }
        position++;
    }

    private JsonException expected(String what) {
        return new JsonException(what, position);
    }
}
