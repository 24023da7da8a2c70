package io.keyweave.json;

import com.azure.json.JsonOptions;
import com.azure.json.JsonProviders;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Walks the tokens of azure-json, which the Azure SDK brings and has loaded by the time a vault answers. Its exceptions quote what they
 * read, so none of them is passed on. Rejected: {@code readUntyped}, which turns {@code 1.50} into {@code 1.5} and recurses without a bound.
 */
final class JsonObjectReader {

    private static final int MAX_DEPTH = 64;

    /** The JSON {@code null}: distinct from a missing member only inside the reader. */
    private static final Object NULL = new Object();

    private final com.azure.json.JsonReader tokens;

    private JsonObjectReader(com.azure.json.JsonReader tokens) {
        this.tokens = tokens;
    }

    static JsonObject document(String text) throws JsonException {
        if (!text.stripLeading().startsWith("{")) {
            // A password where an object was expected. What azure-json throws quotes it, and the JVM can log and record
            // all exceptions.
            throw new JsonException("an object");
        }
        JsonOptions strict = new JsonOptions().setNonNumericNumbersSupported(false);
        try (com.azure.json.JsonReader tokens = JsonProviders.createReader(text, strict)) {
            tokens.nextToken();
            JsonObject object = new JsonObjectReader(tokens).object(1);
            if (tokens.nextToken() != JsonToken.END_DOCUMENT) {
                throw new JsonException("nothing after the object");
            }
            return object;
        } catch (IOException | RuntimeException e) {
            throw new JsonException("an object that is complete and well-formed");
        }
    }

    private JsonObject object(int depth) throws IOException, JsonException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            String name = tokens.getFieldName();
            members.put(name, value(tokens.nextToken(), depth + 1));
        }
        return new JsonObject(members);
    }

    private List<Object> array(int depth) throws IOException, JsonException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            items.add(value(token, depth + 1));
        }
        return items;
    }

    private Object value(JsonToken token, int depth) throws IOException, JsonException {
        if (depth > MAX_DEPTH) {
            throw new JsonException("less nesting");
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case BOOLEAN -> tokens.getBoolean();
            case NULL -> NULL;
            case NUMBER -> new JsonNumber(Objects.requireNonNull(tokens.getString()));
            case STRING -> Objects.requireNonNull(tokens.getString());
            default -> throw new JsonException("a value");
        };
    }
}
