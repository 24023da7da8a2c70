package io.keyweave.gcp;

import io.keyweave.Failure;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretException;

/** A reference as text, read as Keyweave reads it. */
final class TextReader implements ReferenceReader {

    private final String text;
    private int at;

    TextReader(String text) {
        this.text = text;
    }

    @Override
    public boolean atEnd() {
        return at == text.length() || "#?>".indexOf(text.charAt(at)) >= 0;
    }

    @Override
    public boolean at(String next) {
        return text.startsWith(next, at);
    }

    @Override
    public boolean take(String next) {
        boolean there = at(next);
        at += there ? next.length() : 0;
        return there;
    }

    @Override
    public String word(String characters, int most, String what) {
        int begin = at;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (begin == at || at - begin > most) {
            throw malformed("the " + what + " is empty or too long", "correct it");
        }
        return text.substring(begin, at);
    }

    @Override
    public int position() {
        return at;
    }

    @Override
    public String shown() {
        return at == text.length() ? "end of text" : "'" + text.charAt(at) + "'";
    }

    @Override
    public SecretException malformed(String cause, String remedy) {
        return malformed(cause, remedy, at);
    }

    @Override
    public SecretException malformed(String cause, String remedy, int position) {
        return new SecretException(Failure.local(Failure.Kind.MALFORMED, null, cause, remedy));
    }
}
