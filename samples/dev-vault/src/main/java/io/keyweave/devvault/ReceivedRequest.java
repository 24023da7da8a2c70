package io.keyweave.devvault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * One request as it arrived. Headers are looked up without regard to case.
 *
 * @param path percent-decoded, without the query
 * @param client the address the connection came from
 * @param host the {@code Host} header, with its port if it had one
 */
public record ReceivedRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        String client,
        String host) {

    /** The header of this name, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The token of {@code Authorization: Bearer}, or null. */
    public @Nullable String bearerToken() {
        String authorization = header("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    /** The host without its port. */
    public String hostName() {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /** The path cut at its slashes, empty parts left out. */
    public List<String> segments() {
        List<String> parts = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(path, "/");
        while (tokens.hasMoreTokens()) {
            parts.add(tokens.nextToken());
        }
        return parts;
    }

    /** The body of a form post. */
    public Map<String, String> form() {
        return pairs(body);
    }

    /** Decodes {@code a=b&c=d}; of two pairs of one name the first counts. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        StringTokenizer tokens = new StringTokenizer(text, "&");
        while (tokens.hasMoreTokens()) {
            String pair = tokens.nextToken();
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.putIfAbsent(decode(name), decode(value));
        }
        return pairs;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
