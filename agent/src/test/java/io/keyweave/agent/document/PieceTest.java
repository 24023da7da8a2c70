package io.keyweave.agent.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTest {

    private static final int LONG = 4 << 20;

    /** Found by ./fuzz: {@code \$} is a dollar, and what then is behind the backslash is the secret. */
    @Test
    void aBackslashBeforeThePlaceholderIsNotOneBeforeTheSecret() throws IOException {
        assertEquals("new", read("a=\\$<kv:v/x>\n"));
        assertEquals("\\new", read("a=\\\\$<kv:v/x>\n"));
        assertEquals("\\new", read("a=\\\\\\$<kv:v/x>\n"));
    }

    private static String read(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(rewritten(text, DocumentFormat.PROPERTIES)));
        return properties.getProperty("a");
    }

    private static String rewritten(String text, DocumentFormat format) {
        return DocumentText.replaced(text, Piece.in(text, format), format, piece -> "new");
    }

    /** Found by ./fuzz. */
    @Test
    void aCommentOfXmlEndsBehindItsBeginning() {
        assertEquals(List.of(), Piece.in("<a><!--> $&lt;kv:v/x&gt; --></a>", DocumentFormat.XML));
        assertEquals(
                1, Piece.in("<a><!---->$&lt;kv:v/x&gt;</a>", DocumentFormat.XML).size());
    }

    /** Found by ./fuzz. */
    @Test
    void aPlaceholderEndsInItsLine() {
        assertEquals(List.of(), Piece.in("a=$<kv\r!:v/x>", DocumentFormat.PROPERTIES));
    }

    /**
     * Documents of users are looked through, too, before anybody knows that they are not trusted. Where the work grows with the square of the length, these
     * take hours.
     */
    @ParameterizedTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(
            strings = {
                "$",
                "$ 12.50 ",
                "$<",
                "$<kv:v/x",
                "$<KV:v/x>",
                "$&lt;",
                "$\\u003c",
                "\\$<",
                "@Microsoft.KeyVault(",
                "<!--$&lt;x:>",
                "<![CDATA[$<x:y]",
                "#$<x:y>"
            })
    void theWorkGrowsWithTheLength(String part) {
        String text = part.repeat(LONG / part.length());
        for (DocumentFormat format : DocumentFormat.values()) {
            assertTrue(Piece.in(text, format).size() <= text.length() / part.length());
        }
    }
}
