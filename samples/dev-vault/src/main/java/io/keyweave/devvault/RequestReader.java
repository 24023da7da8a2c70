package io.keyweave.devvault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests, one after another, from one connection. */
final class RequestReader {

    private static final int LONGEST_LINE = 32 * 1024;
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    private final InputStream in;
    private final String client;
    private String protocol = "HTTP/1.1";

    RequestReader(InputStream in, String client) {
        this.in = new BufferedInputStream(in, 8 * 1024);
        this.client = client;
    }

    /** The next request, or null when the client has closed the connection between two of them. */
    @Nullable
    ReceivedRequest next() throws IOException {
        String line = line(true);
        if (line == null) {
            return null;
        }
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first < 0 || first == last) {
            throw new IOException("no HTTP request line");
        }
        protocol = line.substring(last + 1);
        Map<String, String> headers = headers();
        String target = line.substring(first + 1, last);
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        return new ReceivedRequest(
                line.substring(0, first),
                ReceivedRequest.decode(path.replace("+", "%2B")),
                ReceivedRequest.pairs(query),
                headers,
                body(headers),
                client,
                headers.getOrDefault("Host", ""));
    }

    /** Whether the connection stays open after this request. */
    boolean keepsAlive(ReceivedRequest request) {
        String connection = request.headers().getOrDefault("Connection", "");
        return protocol.equals("HTTP/1.1")
                ? !connection.equalsIgnoreCase("close")
                : connection.equalsIgnoreCase("keep-alive");
    }

    /** Waits until the client closes the connection, which is when reading ends. */
    void untilClosed() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = required(); !line.isEmpty(); line = required()) {
            int colon = line.indexOf(':');
            if (colon > 0 && headers.size() < 200) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private String body(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                copy(size, body);
                required();
            }
            required();
        } else {
            copy(number(headers.getOrDefault("Content-Length", "0"), 10), body);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        String line = required();
        int extension = line.indexOf(';');
        return number(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            return Integer.parseInt(digits.strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("no length: " + digits, e);
        }
    }

    private void copy(int size, ByteArrayOutputStream body) throws IOException {
        if (size < 0 || body.size() + size > LARGEST_BODY) {
            throw new IOException("a body of " + size + " bytes");
        }
        byte[] part = in.readNBytes(size);
        if (part.length < size) {
            throw new EOFException("the body ends early");
        }
        body.writeBytes(part);
    }

    private String required() throws IOException {
        String line = line(false);
        if (line == null) {
            throw new EOFException("the request ends early");
        }
        return line;
    }

    private @Nullable String line(boolean endAllowed) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (endAllowed && line.isEmpty()) {
                    return null;
                }
                throw new EOFException("the request ends early");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line longer than " + LONGEST_LINE);
            }
            line.append((char) c);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
