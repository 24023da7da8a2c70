package io.keyweave.placeholder;

import io.keyweave.ReferenceGrammar;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands between {@code $<scheme:} and {@code >}: a reference by its scheme's grammar, then {@code [#field][?options]}. */
final class BodyParser {

    private static final int MAX_OPTION = 16;

    private final Cursor cursor;
    private final ReferenceGrammar grammar;
    private final int column;

    private @Nullable Duration ttl;
    private boolean optional;
    private boolean trim;
    private @Nullable String fallback;
    private final Encoding usual;
    private @Nullable Encoding encoding;

    /** @param usual the encoding of a body that names none */
    BodyParser(Cursor cursor, ReferenceGrammar grammar, int column, Encoding usual) {
        this.usual = usual;
        this.cursor = cursor;
        this.grammar = grammar;
        this.column = column;
    }

    Reference parse() {
        cursor.form = grammar.form();
        SecretRef secret = grammar.parse(cursor);
        String field = null;
        if (cursor.take("#")) {
            int start = cursor.at;
            field = decoded('?', "field");
            if (field.isEmpty()) {
                throw cursor.malformed("the field name is empty", "Name a field behind #, or leave # out", start);
            }
        }
        if (cursor.at("?")) {
            Set<String> given = new HashSet<>();
            do {
                cursor.at++;
                secret = option(secret, given);
            } while (cursor.at("&"));
        }
        return new Reference(secret, field, ttl, optional, fallback, trim, encoding == null ? usual : encoding, column);
    }

    private SecretRef option(SecretRef secret, Set<String> given) {
        int start = cursor.at;
        String name = KeyVaultGrammar.word(cursor, MAX_OPTION, "option");
        boolean own = grammar.options().contains(name);
        if (given.contains(name)) {
            throw cursor.malformed("the option " + name + " is given twice", "Leave one of them out", start);
        }
        switch (name) {
            case "optional" -> optional = true;
            case "trim" -> trim = true;
            case "default" -> fallback = value(name);
            case "ttl" -> ttl = ttl(value(name), start);
            case "as" -> encoding = encoding(value(name), start);
            default -> {
                if (!own) {
                    throw cursor.malformed("there is no option " + name, known(), start);
                }
                given.add(name);
                String value = value(name);
                int end = cursor.at;
                cursor.at = start;
                SecretRef chosen = grammar.with(secret, name, value, cursor);
                cursor.at = end;
                return chosen;
            }
        }
        given.add(name);
        return secret;
    }

    private String known() {
        StringBuilder known = new StringBuilder("The options are ttl, optional, default, trim");
        for (String own : new TreeSet<>(grammar.options())) {
            known.append(", ").append(own);
        }
        return known.append(" and as").toString();
    }

    private Encoding encoding(String name, int start) {
        Encoding named = Encoding.of(name);
        if (named == null) {
            throw cursor.malformed(
                    "as= names no encoding",
                    "Use base64, base64-decode, url, json, xml, yaml, jaas, sqlserver or plain",
                    start);
        }
        return named;
    }

    private Duration ttl(String text, int start) {
        Duration duration = DurationText.parse(text);
        if (duration == null
                || duration.compareTo(DurationText.LEAST_TTL) < 0
                || duration.compareTo(DurationText.MOST_TTL) > 0) {
            throw cursor.malformed("ttl= must be a duration of 1s to 30d", "Write it like 60s, 5m or 1h", start);
        }
        return duration;
    }

    private String value(String name) {
        if (!cursor.take("=")) {
            throw cursor.malformed("the option " + name + " has no value", "Write " + name + "=...");
        }
        return decoded('&', "value of " + name);
    }

    /** Text up to {@code >}, the stop character or the end, percent-decoded. */
    private String decoded(char stop, String what) {
        int start = cursor.at;
        ByteArrayOutputStream bytes = null;
        StringBuilder plain = new StringBuilder();
        while (cursor.at < cursor.text.length()) {
            char c = cursor.peek();
            if (c == '>' || c == stop) {
                break;
            }
            if (c == '<' || c < ' ' || c == 127) {
                throw cursor.malformed(
                        "unexpected " + cursor.shown() + " in the " + what,
                        "Placeholders do not nest; write special characters as %XX");
            }
            if (c == '%') {
                bytes = flush(bytes, plain);
                bytes.write(percent(what));
            } else {
                plain.append(c);
                cursor.at++;
            }
        }
        if (bytes == null) {
            return plain.toString();
        }
        return utf8(flush(bytes, plain), what, start);
    }

    private static ByteArrayOutputStream flush(@Nullable ByteArrayOutputStream bytes, StringBuilder plain) {
        ByteArrayOutputStream out = bytes == null ? new ByteArrayOutputStream() : bytes;
        out.writeBytes(plain.toString().getBytes(StandardCharsets.UTF_8));
        plain.setLength(0);
        return out;
    }

    private int percent(String what) {
        int high = cursor.at + 1 < cursor.text.length() ? hex(cursor.text.charAt(cursor.at + 1)) : -1;
        int low = cursor.at + 2 < cursor.text.length() ? hex(cursor.text.charAt(cursor.at + 2)) : -1;
        if (high < 0 || low < 0) {
            throw cursor.malformed("% without two hexadecimal digits in the " + what, "Write a percent sign as %25");
        }
        cursor.at += 3;
        return high << 4 | low;
    }

    /** ASCII only: {@link Character#digit} would take full-width digits too. */
    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private String utf8(ByteArrayOutputStream bytes, String what, int start) throws SecretException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw cursor.malformed("the %XX in the " + what + " are not UTF-8", "Encode the text as UTF-8", start);
        }
    }
}
