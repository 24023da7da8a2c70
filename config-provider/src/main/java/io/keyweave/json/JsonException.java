package io.keyweave.json;

/** A text is not a JSON object. The message says what was expected, never what is there: it may be a secret. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String expected) {
        super("not JSON: expected " + expected);
    }
}
