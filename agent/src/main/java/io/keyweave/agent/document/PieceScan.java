package io.keyweave.agent.document;

import io.keyweave.agent.trust.PlaceholderLike;
import io.keyweave.placeholder.AppServiceReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the placeholders of one document, from left to right. The work grows with the length of the document and with nothing else: documents of other
 * people pass here, too, before anybody knows whether they are trusted.
 */
final class PieceScan {

    /** Longer ones are none: vault, name, version, field and options with room to spare. */
    private static final int LONGEST = 2_000;

    private final String text;
    private final DocumentFormat format;
    private final LatestPlaces places;

    /** Where to go on. */
    private int at;

    /** No placeholder ends before, and nothing is there that ends the search for its end. */
    private int clear;

    PieceScan(String text, DocumentFormat format) {
        this.text = text;
        this.format = format;
        this.places = new LatestPlaces(text);
    }

    List<Piece> all() {
        List<Piece> pieces = new ArrayList<>(0);
        int dollar = text.indexOf('$');
        int whole = text.indexOf(AppServiceReference.START);
        while (dollar >= 0 || whole >= 0) {
            Piece next;
            if (whole >= 0 && (dollar < 0 || whole < dollar)) {
                at = whole + AppServiceReference.START.length();
                next = appService(whole);
            } else {
                next = placeholder(dollar);
            }
            if (next != null && !format.comment(places, next.from())) {
                pieces.add(next);
                at = next.to();
            }
            dollar = dollar >= 0 && dollar < at ? text.indexOf('$', at) : dollar;
            whole = whole >= 0 && whole < at ? text.indexOf(AppServiceReference.START, at) : whole;
        }
        return pieces;
    }

    private @Nullable Piece placeholder(int dollar) {
        int last = dollar;
        while (last + 1 < text.length() && text.charAt(last + 1) == '$') {
            last++;
        }
        at = last + 1;
        int opening = format.opening(places, last + 1);
        if (opening == 0) {
            return null;
        }
        // Two of several dollars are the escape.
        int from = last - dollar > 1 ? last - 1 : escaped(dollar) ? dollar - 1 : dollar;
        int limit = Math.min(text.length(), last + LONGEST);
        for (int end = Math.max(clear, last + 1 + opening); end < limit; end++) {
            clear = end;
            char c = text.charAt(end);
            if (c == '\n' || c == '\r' || c == '"' || c == '<') {
                return null;
            }
            int closing = c == '>' ? 1 : format == DocumentFormat.XML && text.startsWith("&gt;", end) ? 4 : 0;
            boolean json = format == DocumentFormat.JSON || format == DocumentFormat.TOML;
            if (json && text.regionMatches(true, end, "\\u003e", 0, 6)) {
                closing = 6;
            }
            if (closing > 0) {
                String decoded = format.decoded(text.substring(from, end + closing));
                if (PlaceholderLike.in(decoded)) {
                    return new Piece(from, end + closing, decoded);
                }
                // Then none begins later and ends here.
                at = end;
                return null;
            }
        }
        return null;
    }

    /** Whether a backslash makes the character what it is anyway: before a secret it would make a line break of an n. */
    private boolean escaped(int dollar) {
        int before = dollar;
        while (before > 0 && dollar - before < LONGEST && text.charAt(before - 1) == '\\') {
            before--;
        }
        boolean backslashes =
                switch (format) {
                    case PROPERTIES, JSON, TOML -> true;
                    case MARKED, INI, XML -> false;
                };
        return backslashes && (dollar - before) % 2 == 1;
    }

    /** App Service's own form is a value by itself, so something that ends a value is on both sides. */
    private @Nullable Piece appService(int from) {
        int end = at;
        int limit = Math.min(text.length(), from + LONGEST);
        while (end < limit && text.charAt(end) != ')') {
            end++;
        }
        if (end == limit) {
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
        // A blank in quotes is part of the value.
        if (DocumentNearMisses.blankInQuotes(text, from)) {
            return null;
        }
        boolean begins = before < 0 || "\"'=:>-\n\r".indexOf(text.charAt(before)) >= 0;
        boolean ends = after == text.length() || "\"'<,\n\r".indexOf(text.charAt(after)) >= 0;
        return begins && ends ? new Piece(from, end + 1, text.substring(from, end + 1)) : null;
    }
}
