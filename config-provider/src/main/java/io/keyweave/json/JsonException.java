package io.keyweave.json;

/** A text is not a JSON object. The message says where and what was expected, never what stands there: it may be a secret. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String expected, int position) {
        super("not JSON: " + expected + " expected at character " + (position + 1));
    }
}
