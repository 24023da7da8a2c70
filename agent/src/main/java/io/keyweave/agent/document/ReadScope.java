package io.keyweave.agent.document;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens to placeholders in the documents that this thread reads. A framework that has a parser read for it, and a patch of
 * its own for what comes of that, opens a scope around the call.
 */
public final class ReadScope {

    /** What to write into the document. */
    public interface Handling {
        /** @throws io.keyweave.SecretException with the report of all problems */
        String rewritten(String text, List<Piece> pieces, DocumentFormat format, String place, ParserLibrary library);
    }

    /** A call within a scope. */
    @FunctionalInterface
    public interface ScopedCall {
        @Nullable
        Object run() throws Throwable;
    }

    /** Markers that the parser's own patches do not know, because the framework's exchange them at each read. */
    public static Handling later(ValueMarkers markers) {
        return new Marking(markers, true);
    }

    /** The same for a framework whose patch exchanges them once, when it is done with the document. */
    public static Handling copied(ValueMarkers markers) {
        return new Marking(markers, false);
    }

    /** The same for a parser whose values are exchanged one by one where they are stored, whatever the format is in which they are found. */
    public static Handling stored(ValueMarkers markers) {
        return (text, pieces, format, place, library) ->
                DocumentText.rewritten(text, pieces, DocumentFormat.INI, markers, false, place, library);
    }

    /** A handling that replaces each placeholder, seen as its text and its place, by another text. */
    public static Handling replacing(BiFunction<String, String, String> replacement) {
        return (text, pieces, format, place, library) ->
                DocumentText.replaced(text, pieces, format, piece -> replacement.apply(piece.text(), place));
    }

    private record Marking(ValueMarkers markers, boolean kept) implements Handling {
        @Override
        public String rewritten(
                String text, List<Piece> pieces, DocumentFormat format, String place, ParserLibrary library) {
            return DocumentText.rewritten(text, pieces, DocumentFormat.MARKED, markers, kept, place, library);
        }
    }

    private record Scope(@Nullable Handling handling) {}

    private static final Scope UNTOUCHED = new Scope(null);
    private static final Scope PROPERTIES_UNTOUCHED = new Scope(null);
    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private ReadScope() {}

    /** Documents are read as they are written: the caller deals with what is in them. */
    public static @Nullable Object untouched(ScopedCall reading) throws Throwable {
        return within(UNTOUCHED, reading);
    }

    /** The same of properties that are loaded, from a text that nobody knows the file of. */
    public static @Nullable Object propertiesUntouched(ScopedCall reading) throws Throwable {
        return within(PROPERTIES_UNTOUCHED, reading);
    }

    /** Whether the caller deals with what is in properties that are loaded. */
    public static boolean leavesProperties() {
        return CURRENT.get() == PROPERTIES_UNTOUCHED;
    }

    /** Documents are rewritten by the caller's own rule. */
    public static @Nullable Object handled(Handling handling, ScopedCall reading) throws Throwable {
        return within(new Scope(handling), reading);
    }

    private static @Nullable Object within(Scope scope, ScopedCall reading) throws Throwable {
        Scope before = CURRENT.get();
        CURRENT.set(scope);
        try {
            return reading.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    static boolean active() {
        return CURRENT.get() != UNTOUCHED;
    }

    static String rewritten(
            String text, List<Piece> pieces, DocumentFormat format, String place, ParserLibrary library) {
        Scope scope = CURRENT.get();
        return scope == null || scope.handling == null
                ? DocumentText.rewritten(text, pieces, format, ValueMarkers.OF_PARSERS, false, place, library)
                : scope.handling.rewritten(text, pieces, format, place, library);
    }
}
