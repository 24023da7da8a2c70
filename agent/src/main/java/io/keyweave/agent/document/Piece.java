package io.keyweave.agent.document;

import java.util.List;

/**
 * A placeholder in the text of a document.
 *
 * @param from where it begins, with the {@code $} of an escape
 * @param to behind its end
 * @param text what the parser would make of it
 */
public record Piece(int from, int to, String text) {

    /** All of them, in order. */
    public static List<Piece> in(String text, DocumentFormat format) {
        return new PieceScan(text, format).all();
    }

    /** Whether it stands alone between two quotes. */
    boolean quoted(String document) {
        return from > 0
                && to < document.length()
                && (document.charAt(from - 1) == '"' || document.charAt(from - 1) == '\'')
                && document.charAt(to) == document.charAt(from - 1);
    }

    /** Whether it is an unquoted value by itself, as in {@code key: $<kv:v/s>}. */
    boolean plain(String document) {
        int before = from - 1;
        while (before >= 0 && document.charAt(before) == ' ') {
            before--;
        }
        int after = to;
        while (after < document.length() && document.charAt(after) == ' ') {
            after++;
        }
        return before >= 0
                && ":-".indexOf(document.charAt(before)) >= 0
                && before < from - 1
                && (after == document.length() || "\r\n#".indexOf(document.charAt(after)) >= 0);
    }
}
