package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keyweave.devvault.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsAndWritesEveryKindOfValue() {
        String text = "{\"s\":\"a\\\"\\\\\\n\\u0001\u00fc\",\"n\":[1,-2.5,true,false,null],\"o\":{}}";
        assertEquals(text, Json.write(Json.parse(text)));
        assertEquals(Map.of("a", List.of(1, "b")), Json.parse(" { \"a\" : [ 1 , \"b\" ] } "));
        assertEquals("\u00e9/\b\f\r\t", Json.parse("\"\\u00e9\\/\\b\\f\\r\\t\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1", "{\"a\"}", "{\"a\":1,}", "\"\\x\"", "\"\\u12\"", "nul", "1 2", "--", "'a'"})
    void refusesEverythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
    }

    @Test
    void refusesToNestWithoutEnd() {
        assertThrows(IllegalArgumentException.class, () -> Json.parse("[".repeat(100_000)));
    }
}
