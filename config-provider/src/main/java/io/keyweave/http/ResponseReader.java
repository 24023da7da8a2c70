package io.keyweave.http;

import io.keyweave.http.TransportException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one HTTP/1.1 answer (RFC 9112): status line, headers, and a body framed by {@code Content-Length}, by chunks, or by the
 * end of the connection. Strict where a lenient reader could be talked into taking one message for two: both framings at once,
 * two different lengths, a folded header or a bad chunk size end the connection.
 */
final class ResponseReader {

    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_BODY = 512 << 10;
    private static final int MAX_INTERIM = 16;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private int headBytes;
    private boolean anyByte;
    private boolean reusable;

    ResponseReader(InputStream in) {
        this.in = in;
    }

    /** Whether a single byte of the answer arrived: until then a stale pooled connection is the likeliest explanation. */
    boolean anyByte() {
        return anyByte;
    }

    /** After {@link #read}: whether the connection may carry another request. */
    boolean reusable() {
        return reusable && !hasSurplus();
    }

    /** Whether more than the answer came. */
    boolean hasSurplus() {
        return position < limit;
    }

    ClientResponse read() throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            headBytes = 0;
            String start = line();
            int status = status(start);
            boolean current = start.charAt(7) == '1';
            boolean keepAlive = current;
            Map<String, List<String>> headers = headers();
            for (String connection : headers.getOrDefault("connection", List.of())) {
                keepAlive &= !connection.toLowerCase(Locale.ROOT).contains("close");
            }
            if (status < 200) {
                if (status == 101) {
                    throw notHttp("switches protocols unasked");
                }
                continue;
            }
            return new ClientResponse(status, headers, body(status, headers, current, keepAlive));
        }
        throw notHttp("does not come after " + MAX_INTERIM + " interim ones");
    }

    /** The head only: an answer to CONNECT has no body when it says yes, and nobody reads it when it says no. */
    ClientResponse readHead() throws IOException {
        return new ClientResponse(status(line()), headers(), new byte[0]);
    }

    private static int status(String line) throws TransportException {
        // HTTP/1.1 200 OK
        if (line.length() < 12 || !(line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))) {
            throw notHttp("does not begin with HTTP/1.1");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw notHttp("has no status");
            }
            status = status * 10 + digit;
        }
        if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw notHttp("has no status");
        }
        return status;
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || !isToken(line, colon) || hasControl(line)) {
                throw notHttp("has a broken header");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** RFC 9110, 5.6.2: what a field name is made of. A folded line begins with a blank, and so is none. */
    private static boolean isToken(String line, int end) {
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
                    && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasControl(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' && c != '\t' || c == 127) {
                return true;
            }
        }
        return false;
    }

    /** @param current whether it is HTTP/1.1, not 1.0 */
    private byte[] body(int status, Map<String, List<String>> headers, boolean current, boolean keepAlive)
            throws IOException {
        if (status == 204 || status == 304) {
            reusable = keepAlive;
            return new byte[0];
        }
        List<String> encodings = headers.getOrDefault("transfer-encoding", List.of());
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (!encodings.isEmpty()) {
            if (!current
                    || !lengths.isEmpty()
                    || encodings.size() > 1
                    || !"chunked".equalsIgnoreCase(encodings.get(0))) {
                throw notHttp("is framed in two ways");
            }
            byte[] body = chunks();
            reusable = keepAlive;
            return body;
        }
        if (!lengths.isEmpty()) {
            String length = lengths.get(0);
            if (lengths.stream().anyMatch(other -> !other.equals(length))) {
                throw notHttp("has two lengths");
            }
            byte[] body = exactly(number(length, 10));
            reusable = keepAlive;
            return body;
        }
        return untilEnd();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            int extension = line.indexOf(';');
            int size = number((extension < 0 ? line : line.substring(0, extension)).stripTrailing(), 16);
            if (size == 0) {
                headers();
                return body.toByteArray();
            }
            if (body.size() + size > MAX_BODY) {
                throw tooLarge();
            }
            body.writeBytes(exactly(size));
            if (!line().isEmpty()) {
                throw notHttp("has a broken chunk");
            }
        }
    }

    private static int number(String text, int radix) throws TransportException {
        int number = 0;
        if (text.isEmpty() || text.length() > 9) {
            throw text.isEmpty() ? notHttp("has no length") : tooLarge();
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw notHttp("has a broken length");
            }
            number = number * radix + digit;
            if (number > MAX_BODY) {
                throw tooLarge();
            }
        }
        return number;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            if (position == limit) {
                fill();
            }
            int part = Math.min(limit - position, length - done);
            System.arraycopy(buffer, position, bytes, done, part);
            position += part;
            done += part;
        }
        return bytes;
    }

    private byte[] untilEnd() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(buffer, position, limit - position);
        position = limit;
        while (true) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return body.toByteArray();
            }
            if (body.size() + count > MAX_BODY) {
                throw tooLarge();
            }
            body.write(buffer, 0, count);
        }
    }

    /** One line of the head without its end, ISO 8859-1 as HTTP says. */
    private String line() throws IOException {
        StringBuilder line = null;
        while (true) {
            if (position == limit) {
                fill();
            }
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            headBytes += position - start + 1;
            if (headBytes > MAX_HEAD) {
                throw tooLarge();
            }
            String part = new String(buffer, start, position - start, StandardCharsets.ISO_8859_1);
            boolean complete = position < limit;
            if (complete) {
                position++;
            }
            if (line != null) {
                line.append(part);
            }
            if (complete) {
                String whole = line == null ? part : line.toString();
                return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
            }
            if (line == null) {
                line = new StringBuilder(part);
            }
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            throw anyByte
                    ? new TransportException(Reason.TRUNCATED, "the connection ended before the answer was complete")
                    : new TransportException(Reason.CLOSED, "the connection ended without an answer");
        }
        anyByte = true;
        position = 0;
        limit = count;
    }

    private static TransportException notHttp(String what) {
        return new TransportException(Reason.NOT_HTTP, "the answer " + what);
    }

    private static TransportException tooLarge() {
        return new TransportException(
                Reason.TOO_LARGE,
                "the answer is larger than " + (MAX_BODY >> 10) + " KiB, or its head than " + (MAX_HEAD >> 10)
                        + " KiB");
    }
}
