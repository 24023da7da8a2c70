package io.keyweave.agent.document;

import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.StreamOrigins;
import io.keyweave.agent.trust.WeakIdentityMap;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser begins to read. A stream without an origin, such as the body of a request, is left alone after one look at its
 * class. A file or resource is read ahead; when a placeholder is in it and its origin is trusted, the parser gets the rewritten
 * text, otherwise the same bytes again. Streams and readers returned are of the JDK's classes, and closing them closes the
 * given one.
 *
 * <p>A document that cannot hold a placeholder costs one look at its text. A start without secrets reads its first documents here, and loads what this class
 * names: what only a placeholder needs is in classes of its own.
 *
 * <p>All methods throw an {@code IOException} with the report when a placeholder is not available, or when the agent fails on a text that
 * may hold one.
 */
public final class Documents {

    /** What is read ahead at most; placeholders are in configuration, not in data. */
    static final int LARGEST = 16 << 20;

    /** Readers that libraries have made of what was rewritten. */
    private static final WeakIdentityMap<Boolean> MARKED = new WeakIdentityMap<>();

    /** The stream that this thread gave to a library after a look through it; then {@link #MADE_READER}. */
    private static final ThreadLocal<@Nullable Reference<Object>> LOOKED_THROUGH = new ThreadLocal<>();

    private static final Reference<Object> MADE_READER = new WeakReference<>(new Object());

    private Documents() {}

    /** The same for a stream that the library has not wrapped. */
    public static @Nullable InputStream exchange(
            @Nullable InputStream stream, DocumentFormat format, ParserLibrary library) throws IOException {
        return stream == null ? null : exchange(stream, stream, format, library);
    }

    /**
     * What to read instead of the stream; null to read the stream itself.
     *
     * @param known the innermost of the JDK's streams or readers, when the library has wrapped it in classes of its own
     */
    public static @Nullable InputStream exchange(
            InputStream stream, @Nullable Object known, DocumentFormat format, ParserLibrary library)
            throws IOException {
        if (known == null || !ReadScope.active() || !mayHaveOrigin(known)) {
            return null;
        }
        return again(exchange(stream.readNBytes(LARGEST), known, format, library), stream);
    }

    private static InputStream again(byte[] given, InputStream rest) throws IOException {
        PushbackInputStream instead = new PushbackInputStream(rest, Math.max(1, given.length));
        instead.unread(given);
        return instead;
    }

    /**
     * The stream or reader to read instead of one that the library reads to its end, whatever it is; null for any other object. It is read first, and where
     * it is from is asked only when that matters.
     *
     * @param handling what happens to the placeholders
     */
    public static @Nullable Object exchangeWhole(
            @Nullable Object source, DocumentFormat format, ParserLibrary library, ReadScope.Handling handling)
            throws IOException {
        if (source instanceof InputStream stream) {
            byte[] read = stream.readNBytes(LARGEST);
            Charset charset = charset(read);
            String text = new String(read, charset);
            boolean nothing = holdsNothing(text);
            String rewritten = nothing ? null : HandledDocument.rewritten(text, source, format, library, handling);
            InputStream instead = again(rewritten == null ? read : rewritten.getBytes(charset), stream);
            if (nothing) {
                LOOKED_THROUGH.set(new WeakReference<>(instead));
            }
            return instead;
        }
        if (!(source instanceof Reader reader)) {
            return null;
        }
        char[] read = readAhead(reader);
        String text = new String(read);
        String rewritten =
                holdsNothing(text) ? null : HandledDocument.rewritten(text, source, format, library, handling);
        String given = rewritten == null ? text : rewritten;
        return read.length < LARGEST ? new StringReader(given) : PushedBack.reader(given.toCharArray(), reader);
    }

    /** A library makes a reader of a stream, and a parser of that at once. */
    public static void makesReader(@Nullable Object stream) {
        Reference<Object> looked = LOOKED_THROUGH.get();
        if (looked != null && stream != null) {
            if (looked.refersTo(stream)) {
                LOOKED_THROUGH.set(MADE_READER);
            } else {
                LOOKED_THROUGH.remove();
            }
        }
    }

    /** Whether the reader of which the library makes a parser is that of a stream that was looked through. Asked once. */
    public static boolean lookedThrough() {
        boolean looked = LOOKED_THROUGH.get() == MADE_READER;
        if (looked) {
            LOOKED_THROUGH.remove();
        }
        return looked;
    }

    /** Whether there is neither a placeholder in a text nor a marker. */
    private static boolean holdsNothing(String text) {
        return PatchTransformer.templateUnknown() && !mayHoldPlaceholder(text);
    }

    /**
     * The bytes to parse instead of those that a library has read into memory, or the same.
     *
     * @param known the stream they come from
     */
    public static byte[] exchange(byte[] read, Object known, DocumentFormat format, ParserLibrary library)
            throws IOException {
        if (!ReadScope.active()) {
            return read;
        }
        Charset charset = charset(read);
        String rewritten = rewritten(new String(read, charset), known, format, library);
        return rewritten == null ? read : rewritten.getBytes(charset);
    }

    /** The same for a parser whose values are looked through for markers: what is not rewritten holds none. */
    public static @Nullable Reader exchangeMarked(Reader reader, @Nullable Object known, ParserLibrary library)
            throws IOException {
        return exchangeMarked(reader, known, DocumentFormat.MARKED, library);
    }

    /** @param format of those that are written as {@link DocumentFormat#MARKED} */
    public static @Nullable Reader exchangeMarked(
            Reader reader, @Nullable Object known, DocumentFormat format, ParserLibrary library) throws IOException {
        if (MARKED.contains(reader)) {
            return null;
        }
        Reader instead = exchange(reader, known, format, library);
        if (instead != null || PatchTransformer.templateUnknown()) {
            return instead;
        }
        String prefix = ValueMarkers.OF_PARSERS.prefix();
        return prefix.isEmpty() ? null : MarkerFreeReader.of(reader, prefix);
    }

    /** The same for a parser that is given a reader before it reads: what is refused is told at its first read, as the exception that it has for that. */
    public static @Nullable Reader exchangeMarkedOrFail(
            Reader reader, @Nullable Object known, DocumentFormat format, ParserLibrary library) {
        try {
            return exchangeMarked(reader, known, format, library);
        } catch (IOException refused) {
            return FailingReader.of(refused);
        }
    }

    /** The stream or reader to read instead of one that a library has not wrapped; null to read it itself, and for any other object. */
    public static @Nullable Object exchangeSource(@Nullable Object source, DocumentFormat format, ParserLibrary library)
            throws IOException {
        return source instanceof InputStream stream
                ? exchange(stream, format, library)
                : source instanceof Reader reader ? exchange(reader, reader, format, library) : null;
    }

    /** A reader that the library has made of a stream that was exchanged. */
    public static void isMarked(Object reader) {
        MARKED.put(reader, Boolean.TRUE);
    }

    /** What to read instead of the reader; null to read the reader itself. */
    public static @Nullable Reader exchange(
            Reader reader, @Nullable Object known, DocumentFormat format, ParserLibrary library) throws IOException {
        if (known == null || !ReadScope.active() || !mayHaveOrigin(known)) {
            return null;
        }
        char[] read = readAhead(reader);
        String rewritten = rewritten(new String(read), known, format, library);
        char[] given = rewritten == null ? read : rewritten.toCharArray();
        return PushedBack.reader(given, reader);
    }

    /**
     * The text of a file that a library has read by itself, rewritten; null when it may stay as it is.
     *
     * @param file its path as it was opened
     */
    public static @Nullable String exchange(
            String text, StreamOrigin file, DocumentFormat format, ParserLibrary library) throws IOException {
        return ReadScope.active() ? rewritten(text, file, format, library) : null;
    }

    private static char[] readAhead(Reader reader) throws IOException {
        char[] read = new char[8192];
        int length = 0;
        int count = reader.read(read, 0, read.length);
        while (count >= 0 && length + count < LARGEST) {
            length += count;
            if (length == read.length) {
                read = Arrays.copyOf(read, length * 2);
            }
            count = reader.read(read, length, read.length - length);
        }
        return Arrays.copyOf(read, count < 0 ? length : length + count);
    }

    /**
     * Whether a stream or reader is one of those whose file can be told: a few field reads at most for any other. A pipe or device is none: to read ahead
     * would wait for what comes later.
     */
    public static boolean mayHaveOrigin(Object known) {
        StreamOrigins.openWith(Jvm.instrumentation());
        StreamOrigin origin = StreamOrigins.of(known);
        if (origin == null || origin.archive() || origin.resource()) {
            return origin != null;
        }
        File file = new File(origin.path());
        // Somebody may have deleted it since it was opened.
        return file.isFile() || !file.exists();
    }

    /** Bytes as characters, except where two make one: placeholders and what is written for them are ASCII. */
    private static Charset charset(byte[] read) {
        if (read.length < 2) {
            return StandardCharsets.ISO_8859_1;
        }
        int first = read[0] & 0xff;
        int second = read[1] & 0xff;
        if (first == 0xfe && second == 0xff || first == 0 && second != 0) {
            return StandardCharsets.UTF_16BE;
        }
        if (first == 0xff && second == 0xfe || first != 0 && second == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.ISO_8859_1;
    }

    static @Nullable String rewritten(String given, Object source, DocumentFormat format, ParserLibrary library)
            throws IOException {
        if (holdsNothing(given)) {
            return null;
        }
        String text = ValueMarkers.OF_PARSERS.disarmed(given);
        String rewritten =
                mayHoldPlaceholder(text) ? PlacedPlaceholders.rewritten(text, source, format, library) : null;
        return rewritten != null || text.equals(given) ? rewritten : text;
    }

    /** Whether a placeholder begins somewhere, in whatever spelling a format has for it, or what was meant as one. */
    static boolean mayHoldPlaceholder(String text) {
        int last = text.length() - 1;
        for (int at = text.indexOf('$'); at >= 0 && at < last; at = text.indexOf('$', at + 1)) {
            char next = text.charAt(at + 1);
            if (next == '<' || next == '&' || next == '\\' || next == '{' && text.startsWith("{kv:", at + 1)) {
                return true;
            }
        }
        for (int at = text.indexOf('@'); at >= 0 && at < last; at = text.indexOf('@', at + 1)) {
            char next = text.charAt(at + 1);
            if (next == 'M' || next == 'm') {
                return true;
            }
        }
        return false;
    }
}
