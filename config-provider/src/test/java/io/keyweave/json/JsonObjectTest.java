package io.keyweave.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void readsEveryKindOfValue() throws JsonException {
        JsonObject json = JsonObject.parse(
                " {\"s\" : \"a\\\"b\\\\\\/\\n\\u00e9\\ud83d\\ude00\", \"n\":-1.50e+3,\"t\":true,\"f\":false,\"0\":null,"
                        + "\"o\":{\"x\":{}},\"a\":[1,\"two\",[],null], \"exp\":\"1700000000\"}\r\n");
        assertEquals("a\"b\\/\n\u00e9\ud83d\ude00", json.string("s"));
        assertEquals("-1.50e+3", json.text("n"));
        assertNull(json.string("n"));
        assertEquals("true", json.text("t"));
        assertEquals("false", json.text("f"));
        assertNull(json.text("0"));
        assertEquals(Set.of("x"), json.object("o").names());
        assertEquals(List.of("1", "two"), json.texts("a"));
        assertEquals(1_700_000_000L, json.integer("exp"));
        assertNull(json.integer("s"));
        assertNull(json.text("missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"s\"",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":1} x",
                "{\"a\":1}{",
                "<html></html>",
                "{\"a\":[1,]}"
            })
    void refusesEverythingElse(String text) {
        assertThrows(JsonException.class, () -> JsonObject.parse(text));
    }

    /** Not JSON by the letter, and what a private key looks like that was pasted into a JSON secret. */
    @Test
    void takesLineBreaksInsideAString() throws JsonException {
        assertEquals(
                "line 1\nline 2",
                JsonObject.parse("{\"key\":\"line 1\nline 2\"}").string("key"));
    }

    @Test
    void neverOverflowsTheStack() {
        assertThrows(JsonException.class, () -> JsonObject.parse("{\"a\":" + "[".repeat(1_000_000)));
        assertThrows(JsonException.class, () -> JsonObject.parse("{\"a\":".repeat(1_000_000)));
    }

    @Test
    void showsNoValue() throws JsonException {
        assertFalse(JsonObject.parse("{\"password\":\"hunter2\"}").toString().contains("hunter2"));
        JsonException broken = assertThrows(JsonException.class, () -> JsonObject.parse("{\"password\":\"hunter2"));
        assertFalse(broken.getMessage().contains("hunter2"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() throws JsonException {
        assertEquals("1", JsonObject.parse("\uFEFF{\"a\":\"1\"}").text("a"));
    }
}
