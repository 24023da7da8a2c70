package io.keyweave.agent.document;

import io.keyweave.Origin;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.PlaceholderLike;
import org.jspecify.annotations.Nullable;

/**
 * Texts in a trusted document that are no placeholder but were most likely meant as one. One pass over a text that was read anyway, whose work grows with
 * the length of the document only; what is near loads more than this class. Nothing of it is resolved.
 */
public final class DocumentNearMisses {

    private static final String APP_SERVICE = "@Microsoft.KeyVault(";

    /** Longer than any placeholder that somebody mistypes. */
    private static final int LONGEST = 200;

    /** More are not told. */
    private static final int MOST = 50;

    /** Where the document is from, and whether it is trusted; asked at the first near miss only. */
    public interface ReadDocument {
        boolean trusted();

        String place();
    }

    private final String text;
    private final DocumentFormat format;
    private final LatestPlaces places;
    private int lineStart;
    private int lineEnd;
    private int line = 1;
    private boolean comment;

    private DocumentNearMisses(String text, DocumentFormat format) {
        this.text = text;
        this.format = format;
        this.places = new LatestPlaces(text);
        this.lineEnd = lineEnd(0);
        this.comment = beginsComment(0);
    }

    /** Looks at every place where a placeholder could begin. */
    public static void tell(String text, DocumentFormat format, ReadDocument source) {
        int dollar = text.indexOf('$');
        int at = text.indexOf('@');
        DocumentNearMisses misses = null;
        int told = 0;
        while ((dollar >= 0 || at >= 0) && told < MOST) {
            int next = dollar < 0 ? at : at < 0 ? dollar : Math.min(dollar, at);
            if (near(text, next)) {
                misses = misses == null ? new DocumentNearMisses(text, format) : misses;
                String found = misses.found(next);
                if (found != null) {
                    if (told == 0 && !source.trusted()) {
                        return;
                    }
                    told++;
                    Agent.running().nearMisses().look(found, Origin.fileLine(source.place(), misses.line));
                }
            }
            dollar = dollar == next ? text.indexOf('$', next + 1) : dollar;
            at = at == next ? text.indexOf('@', next + 1) : at;
        }
    }

    private static boolean near(String text, int at) {
        if (text.charAt(at) == '@') {
            return appService(text, at);
        }
        if (at + 1 == text.length() || at > 0 && text.charAt(at - 1) == '$') {
            return false;
        }
        return switch (text.charAt(at + 1)) {
            case '<' -> true;
            case '&' -> text.startsWith("&lt;", at + 1);
            case '\\' -> text.regionMatches(true, at + 1, "\\u003c", 0, 6);
            case '{' -> text.startsWith("{kv:", at + 1);
            default -> false;
        };
    }

    /** In another case, or behind a blank that belongs to the value. */
    private static boolean appService(String text, int at) {
        if (!text.regionMatches(true, at, APP_SERVICE, 0, APP_SERVICE.length())) {
            return false;
        }
        int before = blanksBefore(text, at);
        boolean begins = before < 0 || "\"'=:>-\n\r".indexOf(text.charAt(before)) >= 0;
        return begins && (!text.startsWith(APP_SERVICE, at) || blankInQuotes(text, at));
    }

    private static int blanksBefore(String text, int at) {
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before;
    }

    /** Whether a value in quotes begins with blanks and goes on here. */
    static boolean blankInQuotes(String text, int at) {
        int before = blanksBefore(text, at);
        return before >= 0 && before < at - 1 && (text.charAt(before) == '"' || text.charAt(before) == '\'');
    }

    /** What is there, as the parser sees it, up to the next place where one could begin; null when it is none of ours to tell. */
    private @Nullable String found(int at) {
        advance(at);
        if (comment || format.comment(places, at)) {
            return null;
        }
        int limit = Math.min(text.length(), at + LONGEST);
        int end = at + 1;
        while (end < limit && "$\n\r".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String found = format.decoded(text.substring(at, end));
        // What is written like one, of whatever scheme, is judged and told where it is parsed.
        if (found.charAt(0) == '$' && PlaceholderLike.in(found)) {
            return null;
        }
        // A worker or a client of Kafka has placeholders of that provider's own.
        if (found.startsWith("${") && places.last("config.providers", text.length()) >= 0) {
            return null;
        }
        return blankInQuotes(text, at) ? ' ' + found : found;
    }

    /** To the line of a place further on. */
    private void advance(int at) {
        while (lineEnd < at) {
            lineStart = lineEnd + 1;
            lineEnd = lineEnd(lineStart);
            line++;
            comment = beginsComment(lineStart);
        }
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private boolean beginsComment(int from) {
        int first = from;
        int limit = Math.min(text.length(), from + LONGEST);
        while (first < limit && (text.charAt(first) == ' ' || text.charAt(first) == '\t')) {
            first++;
        }
        return first < limit && (text.charAt(first) == '#' || text.startsWith("//", first));
    }
}
