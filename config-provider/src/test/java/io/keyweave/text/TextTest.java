package io.keyweave.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @Test
    void percentEncodingGoesThereAndBack() {
        String text = "p@ss:w/ör d+%\uD83D\uDD11\n";
        assertEquals("p%40ss%3Aw%2F%C3%B6r%20d%2B%25%F0%9F%94%91%0A", PercentEncoding.encode(text));
        assertEquals(text, PercentEncoding.decode(PercentEncoding.encode(text)));
        assertEquals("a+b c", PercentEncoding.decode("a+b%20c"));
        assertThrows(IllegalArgumentException.class, () -> PercentEncoding.decode("100%"));
    }

    @Test
    void jsonTextIsEscaped() {
        String text = "\"\\\n\t\u0001ü\uD83D\uDD11";
        assertEquals("\\\"\\\\\\n\\t\\u0001ü\uD83D\uDD11", JsonText.escaped(text));
        assertEquals("\\\"\\\\\\n\\t\\u0001\\u00FC\\uD83D\\uDD11", JsonText.ascii(text));
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything/at all, true",
        "DB_*, DB_PASSWORD, true",
        "DB_*, db_password, false",
        "?, ab, false",
        "a*b*c, axbxbxc, true",
        "'', '', true",
        "**, '', true",
    })
    void namesMatchAsAWhole(String glob, String name, boolean expected) {
        assertEquals(expected, Glob.matches(glob, name));
    }

    @ParameterizedTest
    @CsvSource({
        "contoso-*/db-*, contoso-prod/db-password, true",
        "*, vault/secret, false",
        "*/*, vault/secret, true",
        "a?b, a/b, false",
        "**/s, v/w/s, false",
    })
    void starsEndAtTheSeparator(String glob, String name, boolean expected) {
        assertEquals(expected, Glob.matches(glob, name, '/'));
    }

    @Test
    void onlyPathsKnowTheDoubleStar() {
        assertTrue(Glob.matchesPath("/a/**/s", "/a/b/c/s"));
    }
}
