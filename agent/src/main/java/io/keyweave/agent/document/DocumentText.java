package io.keyweave.agent.document;

import io.keyweave.LiveValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rewrites the text of one trusted document. */
final class DocumentText {

    private record BoundPiece(Piece piece, LiveValue value) {}

    private final String text;
    private final DocumentFormat format;
    private final DocumentSecrets secrets;
    private final List<BoundPiece> bound = new ArrayList<>();

    private DocumentText(String text, DocumentFormat format, DocumentSecrets secrets) {
        this.text = text;
        this.format = format;
        this.secrets = secrets;
    }

    /**
     * The text as the parser is to read it.
     *
     * @param markers what to write into a marked document
     * @param lazily whether secrets are asked for when a value is returned, not now; of marked documents only
     * @throws io.keyweave.SecretException with the report of all problems
     */
    static String rewritten(
            String text,
            List<Piece> pieces,
            DocumentFormat format,
            ValueMarkers markers,
            boolean lazily,
            String place,
            ParserLibrary library) {
        DocumentText document = new DocumentText(text, format, new DocumentSecrets(text, place, library, lazily));
        document.bind(pieces);
        if (!lazily) {
            document.secrets.require();
        }
        return document.write(markers, lazily);
    }

    /** The text with something else in the place of each piece, written as the format needs it. */
    static String replaced(String text, List<Piece> pieces, DocumentFormat format, Function<Piece, String> by) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int from = 0;
        for (Piece piece : pieces) {
            out.append(text, from, piece.from()).append(format.encoded(by.apply(piece), text, piece.from()));
            from = piece.to();
        }
        return out.append(text, from, text.length()).toString();
    }

    private void bind(List<Piece> pieces) {
        for (Piece piece : pieces) {
            LiveValue value = secrets.bind(piece);
            if (value != null) {
                bound.add(new BoundPiece(piece, value));
                if (!format.marked() || !maybeUnused(piece)) {
                    secrets.need(value);
                }
            }
        }
    }

    /**
     * Whether the text may be a comment, or a value of a profile as SmallRye writes it ({@code %prod.password=}): its secret is asked
     * for when somebody reads it as a value.
     */
    private boolean maybeUnused(Piece piece) {
        int line = Math.max(text.lastIndexOf('\n', piece.from()), text.lastIndexOf('\r', piece.from())) + 1;
        String before = text.substring(line, piece.from()).stripLeading();
        return before.startsWith("#")
                || before.startsWith("!")
                || before.startsWith("%")
                || before.startsWith("\"%")
                || before.contains(" #");
    }

    /** Whether nothing but a key in front of it and a comment behind it shares the line of a string. */
    private boolean lineOfItsOwn(Piece piece) {
        int begin = Math.max(text.lastIndexOf('\n', piece.from()), text.lastIndexOf('\r', piece.from())) + 1;
        int end = piece.to();
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        String before = text.substring(begin, piece.from());
        String after = text.substring(piece.to(), end).strip();
        boolean key = before.endsWith("\"")
                && before.substring(0, before.length() - 1).strip().endsWith("=");
        boolean ends = after.startsWith("\"")
                && (after.length() == 1 || after.substring(1).strip().startsWith("#"));
        return key && before.indexOf('=') == before.lastIndexOf('=') && ends;
    }

    private String write(ValueMarkers markers, boolean lazily) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int from = 0;
        for (BoundPiece each : bound) {
            Piece piece = each.piece;
            boolean absentToo = lazily || format == DocumentFormat.INI;
            if (format.marked() && (absentToo || maybeUnused(piece) || each.value.present())) {
                out.append(text, from, piece.from()).append(markers.add(each.value, secrets));
                from = piece.to();
                continue;
            }
            ValueMarkers.keep(each.value);
            String secret = each.value.current();
            String nothing = secret == null ? format.absent() : null;
            boolean quotes = nothing != null && piece.quoted(text);
            out.append(text, from, piece.from() - (quotes ? 1 : 0));
            boolean line = format == DocumentFormat.PROPERTIES || format == DocumentFormat.TOML && lineOfItsOwn(piece);
            if (secret == null && line) {
                // No such key, so that a default counts: a comment line.
                out.insert(Math.max(out.lastIndexOf("\n"), out.lastIndexOf("\r")) + 1, '#');
            }
            if (secret != null) {
                out.append(format.encoded(secret, text, piece.from()));
            } else if (quotes || nothing != null && piece.plain(text)) {
                out.append(nothing);
            }
            from = piece.to() + (quotes ? 1 : 0);
        }
        return out.append(text, from, text.length()).toString();
    }
}
