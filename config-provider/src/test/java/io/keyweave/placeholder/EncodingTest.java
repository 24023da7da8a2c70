package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
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

    @Test
    void xmlIsAsciiAndFitsBetweenTagsAndQuotes() {
        assertEquals("a b&#38;&#252;&#34;\\&#10;&#1;&#128512;/", Encoding.XML.apply(TEXT));
        assertEquals("&#60;&#62;&#39;&#127; ~!", Encoding.XML.apply("<>'\u007f ~!"));
    }

    /** As {@link java.io.StreamTokenizer} reads it inside quotes. */
    @Test
    void jaasFitsBetweenQuotes() {
        assertEquals("a b&ü\\\"\\\\\\n\\001\uD83D\uDE00/", Encoding.JAAS.apply(TEXT));
        assertEquals("\\'\\r\\t\\037 ", Encoding.JAAS.apply("'\r\t\u001f "));
    }

    @Test
    void sqlServerDoublesTheBrace() {
        assertEquals("{a}}b{}", Encoding.SQLSERVER.apply("a}b{"));
    }

    /** Everything else would be skipped by the decoder, and a wrong text be taken for a right one. */
    @Test
    void base64HasItsSixtyFourCharactersBlanksAndLineBreaks() {
        for (String text : List.of("Az", "Za", "az", "zA", "09", "90")) {
            assertEquals(text, Encoding.BASE64_DECODE.apply(Encoding.BASE64.apply(text)));
        }
        assertNotNull(Encoding.BASE64_DECODE.apply("Zm9v"), "z, 0 and 9 beside each other");
        assertEquals("\u0003\u0000", Encoding.BASE64_DECODE.apply("AwA="));
        assertEquals("e\u00e7>", Encoding.BASE64_DECODE.apply("ZcOnPg=="));
        assertEquals("=", Encoding.BASE64_DECODE.apply("PQ=="));
        assertEquals("k9<", Encoding.BASE64_DECODE.apply("azk8"));
        assertEquals("\u001f@", Encoding.BASE64_DECODE.apply("H0A="));
        assertEquals("a?b>", Encoding.BASE64_DECODE.apply("YT9i Pg=="));
        assertEquals("~~~???", Encoding.BASE64_DECODE.apply("fn5+\nPz8/"));
        for (char c : "@[`{:.-_\t*".toCharArray()) {
            assertNull(Encoding.BASE64_DECODE.apply("YT9i" + c + "Pg=="), String.valueOf(c));
        }
    }
}
