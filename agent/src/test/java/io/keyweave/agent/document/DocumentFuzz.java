package io.keyweave.agent.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Placeholders in documents: whatever the secret is, the parser that the document is for finds as many keys or elements as before, and the secret as a whole. */
public final class DocumentFuzz {

    private static final String SECRET = "n\"'u003c\\<>&]]>-->#=:\u00e9\u20ac ";
    private static final String WHOLE = "\\$<kv:[a-z]{1,24}/[a-z]{1,24}>";
    private static final PlaceholderParser PARSER =
            new PlaceholderParser(Set.of("kv"), Set.of("v"), ".vault.azure.net");
    private static final SAXParser XML = parser();

    private DocumentFuzz() {}

    private static SAXParser parser() {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newSAXParser();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (DocumentFormat format : DocumentFormat.values()) {
            List<Piece> pieces = Piece.in(text, format);
            int at = 0;
            for (Piece piece : pieces) {
                assertTrue(piece.from() >= at && piece.to() > piece.from() && piece.to() <= text.length());
                piece.quoted(text);
                piece.plain(text);
                at = piece.to();
            }
            if (!pieces.isEmpty() && pieces.stream().allMatch(DocumentFuzz::wellFormed)) {
                check(format, text, DocumentText.replaced(text, pieces, format, piece -> SECRET), pieces.size());
            }
        }
    }

    /** Any other ends the reading of the document. */
    private static boolean wellFormed(Piece piece) {
        try {
            PARSER.parse(piece.text(), Origin.of("fuzz"));
            return true;
        } catch (SecretException e) {
            return false;
        }
    }

    private static void check(DocumentFormat format, String text, String rewritten, int pieces) {
        switch (format) {
            case JSON -> {
                JsonObject before = json(text);
                JsonObject after = before == null ? null : json(rewritten);
                if (before != null) {
                    assertTrue(after != null, "no JSON any more");
                    for (String name : before.names()) {
                        String value = before.string(name);
                        if (value != null && value.matches(WHOLE) && !name.contains("$")) {
                            assertEquals(SECRET, after.string(name));
                        }
                    }
                }
            }
            case PROPERTIES -> {
                // A placeholder that goes on in the next line is none.
                boolean continued = text.contains("\\\n") || text.contains("\\\r");
                Properties before = properties(text);
                Properties after = before == null ? null : properties(rewritten);
                if (before != null) {
                    assertTrue(after != null, "no properties any more");
                    before.forEach((name, value) -> {
                        if (pieces == 1
                                && !continued
                                && text.contains(value.toString())
                                && value.toString().matches(WHOLE)) {
                            assertEquals(SECRET, after.get(name));
                        }
                    });
                }
            }
            case XML -> {
                int before = elements(text);
                if (before >= 0) {
                    assertEquals(before, elements(rewritten), "another XML");
                }
            }
            case MARKED -> {
                // What is written there is a marker of letters and digits.
            }
        }
    }

    private static @Nullable JsonObject json(String text) {
        try {
            return JsonObject.parse(text);
        } catch (JsonException e) {
            return null;
        }
    }

    private static @Nullable Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return properties;
        } catch (IllegalArgumentException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** -1 when it is no XML. */
    private static int elements(String text) {
        if (text.indexOf('<') < 0) {
            return -1;
        }
        int[] count = new int[1];
        try {
            XML.parse(new InputSource(new StringReader(text)), new DefaultHandler() {
                @Override
                public void startElement(String uri, String local, String name, Attributes attributes) {
                    count[0] += 1 + attributes.getLength();
                }
            });
            return count[0];
        } catch (SAXException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
