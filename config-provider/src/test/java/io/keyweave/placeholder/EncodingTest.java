package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class EncodingTest {

    private static final String TEXT = "a b&ü\"\\\n\u0001\uD83D\uDE00/";

    @Test
    void plain() {
        assertEquals(TEXT, Encoding.PLAIN.apply(TEXT));
    }

    @Test
    void base64AndBack() {
        assertEquals("w7w=", Encoding.BASE64.apply("ü"));
        assertEquals(TEXT, Encoding.BASE64_DECODE.apply(Encoding.BASE64.apply(TEXT)));
        assertEquals("abcdef", Encoding.BASE64_DECODE.apply("YWJj\r\nZGVm\n"));
        assertEquals("a", Encoding.BASE64_DECODE.apply("YQ"));
    }

    @Test
    void whatIsNotBase64OfText() {
        assertNull(Encoding.BASE64_DECODE.apply("hunter2!"));
        assertNull(Encoding.BASE64_DECODE.apply("YQ=Q"));
        assertNull(Encoding.BASE64_DECODE.apply("//8="));
    }

    @Test
    void urlLeavesOnlyUnreserved() {
        assertEquals("a%20b%26%C3%BC%22%5C%0A%01%F0%9F%98%80%2F", Encoding.URL.apply(TEXT));
        assertEquals("AZaz09-._~", Encoding.URL.apply("AZaz09-._~"));
        assertEquals("%2B%25", Encoding.URL.apply("+%"));
    }

    @Test
    void jsonFitsBetweenQuotes() {
        assertEquals("a b&ü\\\"\\\\\\n\\u0001\uD83D\uDE00/", Encoding.JSON.apply(TEXT));
        assertEquals("\\t\\r\\u001F", Encoding.JSON.apply("\t\r\u001f"));
    }
}
