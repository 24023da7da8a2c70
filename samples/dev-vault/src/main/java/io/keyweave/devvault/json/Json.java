package io.keyweave.devvault.json;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, numbers and booleans, read and written by azure-json. Objects keep the order of the text.
 * Numbers are {@code Integer}, {@code Long} or {@code Double}, whichever holds them.
 */
public final class Json {

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException saying where the text stops being JSON
     */
    public static @Nullable Object parse(String text) {
        try (JsonReader reader = JsonProviders.createReader(text)) {
            Object value = reader.readUntyped();
            if (reader.nextToken() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("more than one JSON value");
            }
            return value;
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws IllegalArgumentException when the text is not JSON, or not an object
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) {
        if (parse(text) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("a JSON object was expected");
    }

    /** Writes maps, lists, strings, numbers, booleans and null, without white space. */
    public static String write(@Nullable Object value) {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = JsonProviders.createWriter(out)) {
            write(writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be written to", e);
        }
        return out.toString();
    }

    /** Not {@code writeUntyped}: that one leaves out an entry whose value is null. */
    private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            writer.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                writer.writeFieldName(String.valueOf(entry.getKey()));
                write(writer, entry.getValue());
            }
            writer.writeEndObject();
        } else if (value instanceof List<?> list) {
            writer.writeStartArray();
            for (Object item : list) {
                write(writer, item);
            }
            writer.writeEndArray();
        } else {
            writer.writeUntyped(value);
        }
    }

    /** An object in the order of the arguments: name, value, name, value. Pairs whose value is null are left out. */
    public static Map<String, Object> of(@Nullable Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                map.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return map;
    }
}
