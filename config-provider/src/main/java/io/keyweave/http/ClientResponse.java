package io.keyweave.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One complete answer. {@link #toString()} shows only the status: the body may be a secret.
 *
 * @param status 200 to 599
 * @param headers by lower-case name, values in the order received
 * @param body complete, as framed by the server; not copied
 * @param overKeptConnection whether the connection had carried another exchange before
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares responses
public record ClientResponse(int status, Map<String, List<String>> headers, byte[] body, boolean overKeptConnection) {

    public ClientResponse(int status, Map<String, List<String>> headers, byte[] body) {
        this(status, headers, body, false);
    }

    /** The first value of a header, or {@code null}. */
    public @Nullable String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null ? null : values.get(0);
    }

    /** All values of a header, in order. */
    public List<String> headerValues(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    /** What {@code Retry-After} asks for in seconds, uncapped, or {@code null}; a date counts as none. */
    public @Nullable Duration retryAfter() {
        String header = header("retry-after");
        if (header == null || header.isEmpty() || header.length() > 9) {
            return null;
        }
        try {
            int seconds = Integer.parseInt(header);
            return seconds < 0 ? null : Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Response[" + status + "]";
    }
}
