package io.keyweave.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.placeholder.Encoding;
import io.keyweave.served.SecretField;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * JSON, and the path of {@code #field} in it. Input: path, zero byte, text. Every field has a path that finds it; the object written down again is read as the
 * same; the exception shows nothing of the text.
 */
public final class JsonFuzz {

    private JsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String[] parts = new String(data, StandardCharsets.UTF_8).split("\0", 2);
        String text = parts.length > 1 ? parts[1] : parts[0];
        JsonObject object;
        try {
            object = JsonObject.parse(text);
        } catch (JsonException e) {
            assertTrue(String.valueOf(e.getMessage())
                    .matches("not JSON: expected (an object|nothing after the object|less nesting|a value"
                            + "|an object that is complete and well-formed)"));
            assertEquals(null, e.getCause());
            return;
        }
        SecretField.of(object, parts[0]);
        object.textAt(parts[0]);
        object.ignoringCase();
        walk(object, object, "");
        try {
            JsonObject again = JsonObject.parse(written(object));
            assertEquals(written(object), written(again));
        } catch (JsonException e) {
            throw new AssertionError("cannot be read again");
        }
    }

    private static void walk(JsonObject root, JsonObject at, String path) {
        for (String name : at.names()) {
            at.integer(name);
            at.texts(name);
            if (name.isEmpty()) {
                continue;
            }
            String here = (path.isEmpty() ? "" : path + ".") + name.replaceAll("([\\\\.\\[])", "\\\\$1");
            assertEquals(at.text(name), root.textAt(here));
            JsonObject inner = at.object(name);
            if (inner != null) {
                walk(root, inner, here);
            }
            List<JsonObject> items = at.objects(name);
            if (items != null && items.size() == 1 && inner == null) {
                JsonObject item = items.get(0);
                for (String field : item.names()) {
                    if (field.matches("[a-z]+") && item.text(field) != null && onlyItem(at, name)) {
                        assertEquals(item.text(field), root.textAt(here + "[0]." + field));
                    }
                }
            }
        }
    }

    private static boolean onlyItem(JsonObject at, String name) {
        List<String> texts = at.texts(name);
        return texts != null && texts.isEmpty() && !written(at).contains("null");
    }

    private static String written(JsonObject object) {
        StringBuilder out = new StringBuilder("{");
        for (String name : object.names()) {
            out.append(out.length() == 1 ? "\"" : ",\"")
                    .append(Encoding.JSON.apply(name))
                    .append("\":");
            JsonObject inner = object.object(name);
            String string = object.string(name);
            if (inner != null) {
                out.append(written(inner));
            } else if (string != null) {
                out.append('"').append(Encoding.JSON.apply(string)).append('"');
            } else {
                out.append(object.text(name));
            }
        }
        return out.append('}').toString();
    }
}
