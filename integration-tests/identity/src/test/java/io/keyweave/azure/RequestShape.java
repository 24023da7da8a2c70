package io.keyweave.azure;

import io.keyweave.http.ClientRequest;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A request as one line that says everything the service decides by: method, address, query, the headers that prove something, and the
 * form. What differs from run to run (times, ids, signatures) is left out of assertions.
 */
final class RequestShape {

    private static final Set<String> TELLING = Set.of("metadata", "x-identity-header", "content-type", "authorization");

    private RequestShape() {}

    static String of(ClientRequest request) {
        String path = request.uri().getRawPath();
        Map<String, String> query = pairs(request.uri().getRawQuery());
        if (path.startsWith("/secrets/")) {
            // Ours is the oldest one that has everything, the SDK's the newest it knows.
            query.remove("api-version");
        }
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (TELLING.contains(lower)
                    && !(lower.equals("content-type") && request.method().equals("GET"))) {
                headers.put(
                        lower, lower.equals("authorization") ? value.substring(0, value.indexOf(' ')) : plain(value));
            }
        });
        Map<String, String> form = pairs(new String(request.body(), StandardCharsets.UTF_8));
        form.computeIfPresent("client_assertion", (name, jwt) -> assertion(jwt));
        form.computeIfPresent("client_secret", (name, secretValue) -> "#" + secretValue.hashCode());
        headers.computeIfPresent("x-identity-header", (name, value) -> "#" + value.hashCode());
        return request.method() + " " + request.uri().getScheme() + "://"
                + request.uri().getRawAuthority() + path + " " + query + " " + headers + " " + form;
    }

    private static String plain(String value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? value : value.substring(0, semicolon);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&")) {
                String[] parts = pair.split("=", 2);
                pairs.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return pairs;
    }

    private static String assertion(String jwt) {
        try {
            String[] parts = jwt.split("\\.");
            JsonObject header = json(parts[0]);
            JsonObject claims = json(parts[1]);
            Set<String> names = new TreeSet<>(claims.names());
            return header.string("alg") + " " + thumbprint(header) + " " + names + " " + claims.string("aud") + " "
                    + claims.string("iss") + " " + claims.string("sub");
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The SDK spells it in plain Base64, the specification in the URL alphabet; Entra ID takes both. */
    private static String thumbprint(JsonObject header) {
        return String.valueOf(header.string("x5t#S256"))
                .replace('+', '-')
                .replace('/', '_')
                .replace("=", "");
    }

    private static JsonObject json(String part) throws JsonException {
        return JsonObject.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
