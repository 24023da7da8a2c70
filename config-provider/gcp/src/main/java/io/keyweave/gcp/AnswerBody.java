package io.keyweave.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.keyweave.http.ClientResponse;
import org.jspecify.annotations.Nullable;

/** An answer as JSON. What is not there, or of another type, is null. */
record AnswerBody(JsonObject json) {

    /** The body, or {@code null} when it is no JSON object. */
    static @Nullable AnswerBody of(ClientResponse response) {
        try {
            JsonElement parsed = JsonParser.parseString(response.text());
            return parsed.isJsonObject() ? new AnswerBody(parsed.getAsJsonObject()) : null;
        } catch (JsonParseException | StackOverflowError e) {
            return null;
        }
    }

    @Nullable
    AnswerBody object(String name) {
        JsonElement value = json.get(name);
        return value != null && value.isJsonObject() ? new AnswerBody(value.getAsJsonObject()) : null;
    }

    /** A text, or a number as it is written. */
    @Nullable
    String text(String name) {
        JsonElement value = json.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
    }

    /** What {@code google.rpc.ErrorInfo} says, among the details of an error. */
    @Nullable
    AnswerBody errorInfo() {
        JsonElement details = json.get("details");
        if (details != null && details.isJsonArray()) {
            for (JsonElement each : details.getAsJsonArray()) {
                if (each.isJsonObject()) {
                    AnswerBody detail = new AnswerBody(each.getAsJsonObject());
                    if ("type.googleapis.com/google.rpc.ErrorInfo".equals(detail.text("@type"))) {
                        return detail;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "AnswerBody";
    }
}
