package io.keyweave.placeholder;

import io.keyweave.MalformedException;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import java.util.Locale;

/** A place in one text, and how much of it has been looked at. */
final class Cursor {

    final String text;
    final Origin origin;
    int at;

    /** Characters looked at so far: tests hold it to a multiple of the length. */
    long examined;

    Cursor(String text, Origin origin) {
        this.text = text;
        this.origin = origin;
    }

    /** Where {@code what} next stands, or -1. The cursor stays. */
    int find(String what) {
        int found = text.indexOf(what, at);
        examined += (found < 0 ? text.length() : found) - at;
        return found;
    }

    /** The character at the cursor, or {@code '\0'} at the end; a real NUL is no part of the grammar either. */
    char peek() {
        examined++;
        return at < text.length() ? text.charAt(at) : '\0';
    }

    void expectClose() {
        if (at >= text.length()) {
            throw malformed("the placeholder does not end", "Close it with >");
        }
        if (peek() != '>') {
            throw malformed("unexpected " + shown(), BodyParser.GRAMMAR);
        }
        at++;
    }

    /** The character at the cursor in words. Never more than that one: the text around may be half a password. */
    String shown() {
        if (at >= text.length()) {
            return "end of text";
        }
        int c = text.codePointAt(at);
        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        String code = "U+" + "0000".substring(Math.min(4, hex.length())) + hex;
        return c > ' ' && c < 127 ? "'" + (char) c + "'" : code;
    }

    SecretException malformed(String cause, String remedy) {
        return malformed(cause, remedy, at + 1);
    }

    SecretException malformed(String cause, String remedy, int column) {
        return new MalformedException(origin + ", column " + column, cause + ".", remedy + ".");
    }
}
