package io.keyweave.agent.document;

import io.keyweave.agent.trust.PlaceholderLike;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder in the text of a document.
 *
 * @param from where it begins, with the {@code $} of an escape
 * @param to behind its end
 * @param text what the parser would make of it
 */
public record Piece(int from, int to, String text) {

    private static final String APP_SERVICE = "@Microsoft.KeyVault(";

    /** Longer ones are none: vault, name, version, field and options with room to spare. */
    private static final int LONGEST = 2_000;

    /** All of them, in order. One pass from left to right. */
    static List<Piece> in(String text, DocumentFormat format) {
        List<Piece> pieces = new ArrayList<>(0);
        int at = 0;
        while (at >= 0 && at < text.length()) {
            int dollar = text.indexOf('$', at);
            int whole = text.indexOf(APP_SERVICE, at);
            Piece next;
            if (whole >= 0 && (dollar < 0 || whole < dollar)) {
                next = appService(text, whole);
                at = whole + APP_SERVICE.length();
            } else if (dollar >= 0) {
                next = placeholder(text, dollar, format);
                at = dollar + 1;
            } else {
                return pieces;
            }
            if (next != null && !format.comment(text, next.from)) {
                pieces.add(next);
                at = next.to;
            }
        }
        return pieces;
    }

    private static @Nullable Piece placeholder(String text, int dollar, DocumentFormat format) {
        int from = dollar;
        int last = dollar;
        while (last + 1 < text.length() && text.charAt(last + 1) == '$') {
            last++;
        }
        int opening = format.opening(text, last + 1);
        if (opening == 0) {
            return null;
        }
        if (last - from > 1) {
            from = last - 1;
        }
        int limit = Math.min(text.length(), last + LONGEST);
        for (int at = last + 1 + opening; at < limit; at++) {
            char c = text.charAt(at);
            if (c == '\n' || c == '"' || c == '<') {
                return null;
            }
            int closing = c == '>' ? 1 : format == DocumentFormat.XML && text.startsWith("&gt;", at) ? 4 : 0;
            if (format == DocumentFormat.JSON && text.regionMatches(true, at, "\\u003e", 0, 6)) {
                closing = 6;
            }
            if (closing > 0) {
                String decoded = format.decoded(text.substring(from, at + closing));
                return PlaceholderLike.in(decoded) ? new Piece(from, at + closing, decoded) : null;
            }
        }
        return null;
    }

    /** App Service's own form is a value by itself, so something that ends a value stands on both sides. */
    private static @Nullable Piece appService(String text, int from) {
        int end = text.indexOf(')', from);
        if (end < 0 || end - from > LONGEST) {
            return null;
        }
        int before = from - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        int after = end + 1;
        while (after < text.length() && (text.charAt(after) == ' ' || text.charAt(after) == '\t')) {
            after++;
        }
        boolean begins = before < 0 || "\"'=:>-\n\r".indexOf(text.charAt(before)) >= 0;
        boolean ends = after == text.length() || "\"'<,\n\r".indexOf(text.charAt(after)) >= 0;
        return begins && ends ? new Piece(from, end + 1, text.substring(from, end + 1)) : null;
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
