package io.keyweave.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request. Immutable. {@link #toString()} shows neither headers nor body: they carry tokens and client secrets.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri absolute, {@code https} or {@code http}
 * @param headers in the order they are sent; {@code Host}, {@code Content-Length} and {@code Connection} are the transport's
 * @param body empty for none; not copied
 * @param onNewConnection whether it must not go out on a connection that was kept
 * @param readOnly whether it changes nothing although it is no GET, and so may be sent twice
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
public record ClientRequest(
        String method, URI uri, Map<String, String> headers, byte[] body, boolean onNewConnection, boolean readOnly) {

    public ClientRequest {
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("not an http(s) address with a host: " + uri);
        }
        headers.forEach((name, value) -> {
            if (hasControl(name) || hasControl(value)) {
                throw new IllegalArgumentException("control character in header " + name);
            }
        });
    }

    public ClientRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
        this(method, uri, headers, body, false, false);
    }

    public static ClientRequest get(URI uri) {
        return new ClientRequest("GET", uri, Map.of(), new byte[0]);
    }

    public ClientRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ClientRequest(method, uri, more, body, onNewConnection, readOnly);
    }

    /** The same request, for a connection that has carried nothing before. */
    public ClientRequest overNewConnection() {
        return new ClientRequest(method, uri, headers, body, true, readOnly);
    }

    /** The same request, known to change nothing: a read that its API wants to be a POST. */
    public ClientRequest reading() {
        return new ClientRequest(method, uri, headers, body, onNewConnection, true);
    }

    /** Whether it may be sent twice: a GET changes nothing by definition, another request only if it says so. */
    boolean repeatable() {
        return readOnly || method.equals("GET");
    }

    boolean secure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** The host without the brackets of an IPv6 literal. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
