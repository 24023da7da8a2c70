package io.keyweave.placeholder;

import io.keyweave.MalformedException;
import io.keyweave.Origin;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretException;
import java.util.Locale;

/** A place in one text, and how much of it has been looked at. */
final class Cursor implements ReferenceReader {

    final String text;
    final Origin origin;
    int at;

    /** Characters looked at so far: tests hold it to a multiple of the length. */
    long examined;

    /** What a placeholder looks like, for messages; its scheme's once that is known. */
    String form = KeyVaultGrammar.FORM;

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
            throw malformed("unexpected " + shown(), form);
        }
        at++;
    }

    @Override
    public boolean atEnd() {
        char next = peek();
        return at >= text.length() || next == '>' || next == '#' || next == '?';
    }

    @Override
    public boolean at(String expected) {
        examined += expected.length();
        return text.startsWith(expected, at);
    }

    @Override
    public boolean take(String expected) {
        boolean here = at(expected);
        if (here) {
            at += expected.length();
        }
        return here;
    }

    @Override
    public String word(String characters, int most, String what) {
        int start = at;
        boolean usual = characters.equals(KeyVaultGrammar.WORD);
        while (at < text.length() && (usual ? letterDigitOrDash(peek()) : characters.indexOf(peek()) >= 0)) {
            at++;
            if (at - start > most) {
                throw malformed("the " + what + " is too long", "It has at most " + most + " characters", start);
            }
        }
        if (at == start) {
            throw malformed("unexpected " + shown() + " instead of the " + what, form);
        }
        return text.substring(start, at);
    }

    /** The same as a look into {@link KeyVaultGrammar#WORD}, in a seventh of the time. */
    private static boolean letterDigitOrDash(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c >= 'A' && c <= 'Z';
    }

    @Override
    public int position() {
        return at;
    }

    /** The character at the cursor in words. Never more than that one: the text around may be half a password. */
    @Override
    public String shown() {
        if (at >= text.length()) {
            return "end of text";
        }
        int c = text.codePointAt(at);
        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        String code = "U+" + "0000".substring(Math.min(4, hex.length())) + hex;
        return c > ' ' && c < 127 ? "'" + (char) c + "'" : code;
    }

    @Override
    public SecretException malformed(String cause, String remedy) {
        return malformed(cause, remedy, at);
    }

    @Override
    public SecretException malformed(String cause, String remedy, int position) {
        return new MalformedException(origin + ", column " + (position + 1), cause + ".", remedy + ".");
    }
}
