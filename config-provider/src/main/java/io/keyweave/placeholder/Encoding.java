package io.keyweave.placeholder;

import io.keyweave.text.JsonText;
import io.keyweave.text.PercentEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What {@code ?as=} does to the text of a secret before it takes the placeholder's place. */
public enum Encoding {
    /** The text itself, also where another encoding is usual. */
    PLAIN("plain"),
    /** Base64 of the text's UTF-8 bytes. */
    BASE64("base64"),
    /** The secret is base64 of UTF-8 text; line breaks in it are allowed. */
    BASE64_DECODE("base64-decode"),
    /** Percent-encoded so that it may be in any part of a URL: everything but {@code A-Za-z0-9-._~}. */
    URL("url"),
    /** Escaped so that it may stand between the quotes of a JSON string. */
    JSON("json"),
    /** Escaped so that it may stand between the quotes of a value in a JAAS line, such as Kafka's {@code sasl.jaas.config}. */
    JAAS("jaas"),
    /** Escaped so that it may be in an attribute or between the tags of XML, which is ASCII then. */
    XML("xml"),
    /** Escaped so that it may stand between the double quotes of a YAML string. */
    YAML("yaml"),
    /** In braces, so that it may stand as a value in a URL of Microsoft's JDBC driver. */
    SQLSERVER("sqlserver");

    private final String key;

    Encoding(String key) {
        this.key = key;
    }

    /** The option's value. */
    public String key() {
        return key;
    }

    static @Nullable Encoding of(String key) {
        for (Encoding encoding : values()) {
            if (encoding.key.equals(key)) {
                return encoding;
            }
        }
        return null;
    }

    /**
     * Encodes the text of a secret.
     *
     * @return the encoded text, or {@code null} when the text is not what {@link #BASE64_DECODE} expects; no exception, because
     *     the JDK's would quote the secret
     */
    public @Nullable String apply(String text) {
        return switch (this) {
            case PLAIN -> text;
            case BASE64 -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case BASE64_DECODE -> decode(text);
            case URL -> PercentEncoding.encode(text);
            case JSON, YAML -> JsonText.escaped(text);
            case XML -> xml(text);
            case SQLSERVER -> '{' + text.replace("}", "}}") + '}';
            case JAAS -> jaas(text);
        };
    }

    private static @Nullable String decode(String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(strict(text));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    /** The MIME decoder skips what it does not know; only line breaks and blanks may be skipped. */
    private static String strict(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!known && c != '+' && c != '/' && c != '=' && c != '\n' && c != '\r' && c != ' ') {
                throw new IllegalArgumentException("not base64");
            }
        }
        return text;
    }

    private static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
                out.append("&#").append(c).append(';');
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }

    /** What {@link java.io.StreamTokenizer} undoes inside quotes of either kind: Kafka and the JDK read JAAS with it. */
    private static String jaas(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\'', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\0").append((char) ('0' + (c >> 3))).append((char) ('0' + (c & 7)));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
