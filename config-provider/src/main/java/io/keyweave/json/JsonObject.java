package io.keyweave.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>), immutable. Look-ups answer {@code null} for what
 * is missing or of another type, since every caller treats the two alike. {@link #toString()} shows names only.
 */
public final class JsonObject {

    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * Reads a text that is one object and nothing else. Linear time, at most 64 levels deep; of two members with one name the
     * last counts. A byte order mark before it, which an editor left in a file that became a secret, is no part of it.
     *
     * @throws JsonException when it is not
     */
    public static JsonObject parse(String text) throws JsonException {
        return JsonObjectReader.document(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** The same members, found by their names in any case; of names that differ in case only the first counts. */
    public JsonObject ignoringCase() {
        Map<String, Object> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        members.forEach((name, value) ->
                any.putIfAbsent(name, value instanceof JsonObject object ? object.ignoringCase() : value));
        return new JsonObject(any);
    }

    /** The names, in the order written. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** A string as it is, a number as written, {@code true} or {@code false}; else {@code null}. */
    public @Nullable String text(String name) {
        Object value = members.get(name);
        return value instanceof String || value instanceof JsonNumber || value instanceof Boolean
                ? value.toString()
                : null;
    }

    /**
     * The same at a path of names and positions, {@code db.users[0].password}; a backslash makes the dot or bracket behind it part of a
     * name.
     */
    public @Nullable String textAt(String path) {
        Object at = this;
        StringBuilder name = new StringBuilder();
        boolean named = false;
        for (int i = 0; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '.';
            if (c == '\\' && i + 1 < path.length()) {
                name.append(path.charAt(++i));
                named = true;
            } else if (c != '.' && c != '[') {
                name.append(c);
                named = true;
            } else {
                if (named) {
                    at = at instanceof JsonObject object ? object.members.get(name.toString()) : null;
                } else if (i == 0 || path.charAt(i - 1) != ']') {
                    return null;
                }
                name.setLength(0);
                named = false;
                if (c == '[') {
                    int end = path.indexOf(']', i);
                    at = end < 0 ? null : item(at, path.substring(i + 1, end));
                    i = end < 0 ? path.length() : end;
                    if (i + 1 < path.length() && path.charAt(i + 1) != '.' && path.charAt(i + 1) != '[') {
                        return null;
                    }
                    if (i + 1 == path.length()) {
                        break;
                    }
                }
            }
        }
        return at instanceof String || at instanceof JsonNumber || at instanceof Boolean ? at.toString() : null;
    }

    private static @Nullable Object item(@Nullable Object list, String position) {
        try {
            int at = Integer.parseInt(position);
            return list instanceof List<?> items && at >= 0 && at < items.size() ? items.get(at) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A string, else {@code null}. */
    public @Nullable String string(String name) {
        return members.get(name) instanceof String string ? string : null;
    }

    /** An integral number, written as a number or as a string of digits (the identity endpoints do both), else {@code null}. */
    public @Nullable Long integer(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A nested object, else {@code null}. */
    public @Nullable JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : null;
    }

    /** The strings and numbers of an array as texts, others left out; {@code null} when it is not an array. */
    public @Nullable List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(item -> item instanceof String || item instanceof JsonNumber)
                        .map(Object::toString)
                        .toList()
                : null;
    }

    /** The objects of an array, others left out; {@code null} when it is not an array. */
    public @Nullable List<JsonObject> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : null;
    }

    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }
}
