package io.keyweave.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DotenvTest {

    private static String value(String line) throws Dotenv.FormatException {
        return Dotenv.parse("A=" + line).get("A");
    }

    @Test
    void quotesEscapesAndComments() throws Exception {
        assertEquals("plain value", value("plain value  # said at the end"));
        assertEquals("has#hash", value("has#hash"));
        assertEquals("", value(""));
        assertEquals("", value("# nothing but a comment"));
        assertEquals("a $HOME \\n \"x\" # y", value("'a $HOME \\n \"x\" # y'  # comment"));
        assertEquals("a\nb\tc\r\"'\\$d", value("\"a\\nb\\tc\\r\\\"'\\\\\\$d\""));
        assertEquals("begin\n  middle\nend", value("\"begin\n  middle\nend\""));
        assertEquals("$<kv:v/s>", value("$<kv:v/s>"));
        assertEquals("x=y=z", value("x=y=z"));
    }

    @Test
    void linesAndNames() throws Exception {
        assertEquals(
                Map.of("A", "1", "B", "2", "v/s", "3", "C", "5"),
                Dotenv.parse("\uFEFFexport A=1\r\n\r\n# B=0\n  B = 2\nv/s='3'\nC=4\nexport\tC=5"));
    }

    @Test
    void whatIsNoneIsToldByItsLine() {
        assertFormat("line 2 is not NAME=value", "A=1\nsecret text\nB=2");
        assertFormat("line 1 has no name before =", "=secret");
        assertFormat("line 2 begins a quote that does not end", "A=1\nB='secret\nC=2\n");
        assertFormat("line 3 goes on after the closing quote", "A='x\ny'\nB=\"a\"secret");
    }

    private static void assertFormat(String expected, String text) {
        assertEquals(
                expected,
                assertThrows(Dotenv.FormatException.class, () -> Dotenv.parse(text))
                        .getMessage());
    }

    @Test
    void filesAreKnownByTheirNames() {
        assertTrue(Dotenv.isNamed(".env"));
        assertTrue(Dotenv.isNamed("dev.env"));
        assertTrue(Dotenv.isNamed(".env.local"));
        assertFalse(Dotenv.isNamed("dev.properties"));
        assertFalse(Dotenv.isNamed("environment"));
    }
}
