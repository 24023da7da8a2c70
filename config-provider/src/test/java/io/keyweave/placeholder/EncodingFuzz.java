package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Each encoding of {@code ?as=} is undone by the reader it is for; no character of a secret ends the value it is in. */
public final class EncodingFuzz {

    private EncodingFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        assertEquals(text, Encoding.PLAIN.apply(text));
        assertEquals(
                text, new String(Base64.getDecoder().decode(encoded(Encoding.BASE64, text)), StandardCharsets.UTF_8));
        assertEquals(text, Encoding.BASE64_DECODE.apply(encoded(Encoding.BASE64, text)));
        String url = encoded(Encoding.URL, text);
        assertTrue(url.matches("[0-9A-Za-z%._~-]*"));
        assertEquals(text, URLDecoder.decode(url, StandardCharsets.UTF_8));
        assertEquals(text, json(encoded(Encoding.JSON, text)));
        assertEquals(text, jaas(encoded(Encoding.JAAS, text), '"'));
        assertEquals(text, jaas(encoded(Encoding.JAAS, text), '\''));
        String xml = encoded(Encoding.XML, text);
        assertTrue(
                xml.matches("[ -~&&[^<>\"']]*")
                        && xml.replaceAll("&#[0-9]{1,7};", "").indexOf('&') < 0,
                "not a text of XML");
        String braces = encoded(Encoding.SQLSERVER, text);
        assertEquals(text, braces.substring(1, braces.length() - 1).replace("}}", "}"));
        // Any text may claim to be base64; what is none gives nothing, and no exception that quotes it.
        String decoded = Encoding.BASE64_DECODE.apply(text);
        assertTrue(decoded == null || decoded.length() <= text.length());
    }

    private static String encoded(Encoding encoding, String text) {
        String encoded = encoding.apply(text);
        assertNotNull(encoded);
        return encoded;
    }

    private static String json(String encoded) {
        try {
            JsonObject object = JsonObject.parse("{\"a\":\"" + encoded + "\",\"b\":1}");
            assertEquals(2, object.names().size());
            return String.valueOf(object.string("a"));
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private static String jaas(String encoded, char quote) {
        StreamTokenizer tokens = new StreamTokenizer(new StringReader(quote + encoded + quote + ";"));
        try {
            assertEquals(quote, tokens.nextToken());
            String text = tokens.sval;
            assertEquals(';', tokens.nextToken());
            assertEquals(StreamTokenizer.TT_EOF, tokens.nextToken());
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
