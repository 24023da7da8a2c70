package io.keyweave.agent.document;

import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.StreamOrigins;
import io.keyweave.agent.trust.Verdict;
import io.keyweave.agent.trust.WeakIdentityMap;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser begins to read. A stream without an origin, such as the body of a request, is left alone after one look at its
 * class. A file or resource is read ahead; when a placeholder is in it and its origin is trusted, the parser gets the rewritten
 * text, otherwise the same bytes again. Streams and readers returned are of the JDK's classes, and closing them closes the
 * given one.
 *
 * <p>All methods throw an {@code IOException} with the report when a placeholder is not available, or when the agent fails on a text that
 * may hold one.
 */
public final class Documents {

    /** What is read ahead at most; placeholders are in configuration, not in data. */
    static final int LARGEST = 16 << 20;

    /** Readers that libraries have made of what was rewritten. */
    private static final WeakIdentityMap<Boolean> MARKED = new WeakIdentityMap<>();

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
        byte[] given = exchange(stream.readNBytes(LARGEST), known, format, library);
        return new SequenceInputStream(new ByteArrayInputStream(given), stream);
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
        String prefix = ValueMarkers.OF_PARSERS.prefix();
        return instead != null || prefix.isEmpty() ? instead : new MarkerFreeReader(reader, prefix);
    }

    /** The same for a parser that is given a reader before it reads: what is refused is told at its first read, as the exception that it has for that. */
    public static @Nullable Reader exchangeMarkedOrFail(
            Reader reader, @Nullable Object known, DocumentFormat format, ParserLibrary library) {
        try {
            return exchangeMarked(reader, known, format, library);
        } catch (IOException refused) {
            return new FailingReader(refused);
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
        PushbackReader instead = new PushbackReader(reader, Math.max(1, given.length));
        instead.unread(given);
        return instead;
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

    /** A stream or a file of which nothing is told where it is not trusted. */
    private record JudgedDocument(Object source) implements DocumentNearMisses.ReadDocument {

        @Override
        public boolean trusted() {
            StreamOrigin origin = origin();
            return origin != null && Agent.running().trust().trusts(origin);
        }

        @Override
        public String place() {
            StreamOrigin origin = origin();
            return origin == null ? source.getClass().getName() : origin.place();
        }

        private @Nullable StreamOrigin origin() {
            return source instanceof StreamOrigin file
                    ? file
                    : Agent.running().trust().originOf(source);
        }
    }

    private static @Nullable String rewritten(String given, Object source, DocumentFormat format, ParserLibrary library)
            throws IOException {
        String text = ValueMarkers.OF_PARSERS.disarmed(given);
        String rewritten = placeholdersIn(text, source, format, library);
        return rewritten != null || text.equals(given) ? rewritten : text;
    }

    private static @Nullable String placeholdersIn(
            String text, Object source, DocumentFormat format, ParserLibrary library) throws IOException {
        if (text.indexOf('$') < 0 && text.indexOf('@') < 0) {
            // Placeholders begin so, and what was meant as one: most files load no class more.
            return null;
        }
        DocumentNearMisses.tell(text, format, new JudgedDocument(source));
        List<Piece> pieces = Piece.in(text, format);
        if (pieces.isEmpty()) {
            return null;
        }
        String place = source.getClass().getName();
        try {
            Verdict verdict = source instanceof StreamOrigin file
                    ? Agent.running().trust().judge(file, file, library.packages())
                    : Agent.running().trust().judge(source, library.packages());
            place = verdict.place();
            return verdict.trusted() ? ReadScope.rewritten(text, pieces, format, place, library) : null;
        } catch (SecretException refused) {
            throw Refusals.remember(new IOException(Refusals.report(refused)), refused);
        } catch (RuntimeException | LinkageError accident) {
            throw new IOException(Refusals.broken(accident, place));
        }
    }
}
