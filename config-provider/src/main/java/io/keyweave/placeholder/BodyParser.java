package io.keyweave.placeholder;

import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.VaultAlias;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One {@code vault/secret[/version][#field][?options]}, up to the first character that cannot belong to it. */
final class BodyParser {

    static final String GRAMMAR =
            "A placeholder is $<kv:vault/secret>, $<kv:vault/secret/version>, with #field and ?option behind it";

    private static final int MIN_VAULT = 3;
    private static final int MAX_VAULT = 24;
    private static final int MAX_NAME = 127;
    private static final int VERSION = 32;

    private final Cursor cursor;
    private final String scheme;
    private final Set<String> aliases;
    private final int column;
    private final int end;

    private @Nullable Duration ttl;
    private boolean optional;
    private boolean trim;
    private @Nullable String fallback;
    private final Encoding usual;
    private @Nullable Encoding encoding;

    BodyParser(Cursor cursor, String scheme, Set<String> aliases, int column, int end) {
        this(cursor, scheme, aliases, column, end, Encoding.PLAIN);
    }

    /** @param usual the encoding of a body that names none */
    BodyParser(Cursor cursor, String scheme, Set<String> aliases, int column, int end, Encoding usual) {
        this.usual = usual;
        this.cursor = cursor;
        this.scheme = scheme;
        this.aliases = aliases;
        this.column = column;
        this.end = end;
    }

    Reference parse() {
        String vault = vault();
        slash();
        String name = name();
        String version = null;
        if (at('/')) {
            cursor.at++;
            version = version();
        }
        String field = null;
        if (at('#')) {
            cursor.at++;
            int start = cursor.at;
            field = decoded("?", "field");
            if (field.isEmpty()) {
                throw cursor.malformed("the field name is empty", "Name a field behind #, or leave # out", start + 1);
            }
        }
        if (at('?')) {
            do {
                cursor.at++;
                option();
            } while (at('&'));
        }
        return new Reference(
                new SecretRef(scheme, vault, name, version),
                field,
                ttl,
                optional,
                fallback,
                trim,
                encoding == null ? usual : encoding,
                column);
    }

    private boolean at(char c) {
        return cursor.at < end && cursor.peek() == c;
    }

    private void slash() {
        if (!at('/')) {
            throw cursor.malformed("unexpected " + cursor.shown() + " instead of / behind the vault", GRAMMAR);
        }
        cursor.at++;
    }

    private String name() {
        String name = word(MAX_NAME, "secret name");
        if (cursor.at < end && "/#?>".indexOf(cursor.peek()) < 0) {
            throw cursor.malformed(
                    "unexpected " + cursor.shown() + " in the secret name", "It has letters, digits and dashes only");
        }
        return name;
    }

    private String vault() {
        int start = cursor.at;
        String vault = word(MAX_VAULT, "vault").toLowerCase(Locale.ROOT);
        if (!aliases.contains(vault) && !isVaultName(vault)) {
            throw cursor.malformed(
                    "\"" + vault + "\" is neither an alias of the settings nor a vault name",
                    "A vault name is 3 to 24 letters, digits and single dashes, beginning with a letter; an alias is set by"
                            + " vault." + (VaultAlias.isName(vault) ? vault : "ALIAS") + "=https://...",
                    start + 1);
        }
        return vault;
    }

    /** Key Vault's rule; lower case given. */
    static boolean isVaultName(String name) {
        int length = name.length();
        if (length < MIN_VAULT || length > MAX_VAULT || !letter(name.charAt(0)) || name.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            boolean dash = c == '-' && name.charAt(i - 1) != '-';
            if (!dash && !letter(c) && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Letters, digits and dashes, at least one. */
    String word(int most, String what) {
        int start = cursor.at;
        while (cursor.at < end) {
            char c = cursor.peek();
            if (!letter(c) && !(c >= '0' && c <= '9') && c != '-') {
                break;
            }
            cursor.at++;
            if (cursor.at - start > most) {
                throw cursor.malformed(
                        "the " + what + " is too long", "It has at most " + most + " characters", start + 1);
            }
        }
        if (cursor.at == start) {
            throw cursor.malformed("unexpected " + cursor.shown() + " instead of the " + what, GRAMMAR);
        }
        return cursor.text.substring(start, cursor.at);
    }

    String version() {
        int start = cursor.at;
        String version = word(VERSION, "version").toLowerCase(Locale.ROOT);
        boolean hex = version.length() == VERSION;
        for (int i = 0; hex && i < VERSION; i++) {
            hex = Character.digit(version.charAt(i), 16) >= 0;
        }
        if (!hex) {
            throw cursor.malformed(
                    "the version is not 32 hexadecimal digits",
                    "Copy it from `az keyvault secret list-versions`, or leave it out for the latest",
                    start + 1);
        }
        return version;
    }

    private void option() {
        int start = cursor.at;
        String name = word(16, "option");
        switch (name) {
            case "optional" -> {
                refuseSecond(optional, name, start);
                optional = true;
            }
            case "trim" -> {
                refuseSecond(trim, name, start);
                trim = true;
            }
            case "default" -> {
                refuseSecond(fallback != null, name, start);
                fallback = value(name);
            }
            case "ttl" -> {
                refuseSecond(ttl != null, name, start);
                ttl = ttl(value(name), start);
            }
            case "as" -> {
                refuseSecond(encoding != null, name, start);
                Encoding named = Encoding.of(value(name));
                if (named == null) {
                    throw cursor.malformed(
                            "as= names no encoding",
                            "Use base64, base64-decode, url, json, xml, yaml, jaas, sqlserver or plain",
                            start + 1);
                }
                encoding = named;
            }
            default ->
                throw cursor.malformed(
                        "there is no option " + name, "The options are ttl, optional, default, trim and as", start + 1);
        }
    }

    private void refuseSecond(boolean given, String name, int start) {
        if (given) {
            throw cursor.malformed("the option " + name + " is given twice", "Leave one of them out", start + 1);
        }
    }

    private Duration ttl(String text, int start) {
        Duration duration = DurationText.parse(text);
        if (duration == null
                || duration.compareTo(DurationText.LEAST_TTL) < 0
                || duration.compareTo(DurationText.MOST_TTL) > 0) {
            throw cursor.malformed("ttl= must be a duration of 1s to 30d", "Write it like 60s, 5m or 1h", start + 1);
        }
        return duration;
    }

    private String value(String name) {
        if (!at('=')) {
            throw cursor.malformed("the option " + name + " has no value", "Write " + name + "=...");
        }
        cursor.at++;
        return decoded("&", "value of " + name);
    }

    /** Text up to {@code >}, the stop character or the end, percent-decoded. */
    private String decoded(String stop, String what) {
        int start = cursor.at;
        ByteArrayOutputStream bytes = null;
        StringBuilder plain = new StringBuilder();
        while (cursor.at < end) {
            char c = cursor.peek();
            if (c == '>' || c == stop.charAt(0)) {
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
        int high = cursor.at + 1 < end ? hex(cursor.text.charAt(cursor.at + 1)) : -1;
        int low = cursor.at + 2 < end ? hex(cursor.text.charAt(cursor.at + 2)) : -1;
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
            throw cursor.malformed("the %XX in the " + what + " are not UTF-8", "Encode the text as UTF-8", start + 1);
        }
    }
}
