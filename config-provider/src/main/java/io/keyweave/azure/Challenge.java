package io.keyweave.azure;

import io.keyweave.http.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a 401 of Key Vault asks for
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#authentication">challenge</a>).
 * A challenge decides for which resource a token is requested, so whoever could forge one would choose what our token opens:
 * {@link VaultClient} believes only one that fits the host asked.
 *
 * @param authority host, and port if any, of {@code authorization}; {@code null} when missing or not https
 * @param tenant first segment of its path
 * @param resource without trailing slash
 */
record Challenge(@Nullable String authority, @Nullable String tenant, @Nullable String resource) {

    /** The Bearer challenge among the headers, or {@code null}. */
    static @Nullable Challenge of(Response response) {
        for (String header : response.headerValues("www-authenticate")) {
            if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
                return read(parameters(header.substring(7)));
            }
        }
        return null;
    }

    private static Challenge read(Map<String, String> parameters) {
        URI authorization = https(parameters.getOrDefault("authorization", parameters.get("authorization_uri")));
        String resource = parameters.get("resource");
        if (resource == null) {
            String scope = parameters.get("scope");
            resource = scope != null && scope.endsWith("/.default")
                    ? scope.substring(0, scope.length() - "/.default".length())
                    : scope;
        }
        return new Challenge(
                authorization == null ? null : authorization.getAuthority().toLowerCase(Locale.ROOT),
                authorization == null ? null : tenant(authorization.getPath()),
                https(resource) == null ? null : withoutSlash(String.valueOf(resource)));
    }

    /** The host of the resource, or {@code null}. */
    @Nullable
    String resourceHost() {
        URI uri = https(resource);
        return uri == null ? null : uri.getHost().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a token for the resource may be sent to {@code host}: the resource is that host, or a domain with a dot that the host
     * lies in, as {@code contoso.vault.azure.net} in {@code vault.azure.net}.
     */
    boolean fits(String host) {
        String domain = resourceHost();
        String lower = host.toLowerCase(Locale.ROOT);
        return domain != null && (lower.equals(domain) || (domain.indexOf('.') > 0 && lower.endsWith("." + domain)));
    }

    private static @Nullable String tenant(@Nullable String path) {
        if (path == null || path.length() < 2) {
            return null;
        }
        int slash = path.indexOf('/', 1);
        String tenant = path.substring(1, slash < 0 ? path.length() : slash);
        boolean plain = !tenant.isEmpty()
                && tenant.length() <= 64
                && tenant.chars()
                        .allMatch(c -> c >= '0' && c <= '9'
                                || c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c == '-'
                                || c == '.');
        return plain ? tenant : null;
    }

    private static @Nullable URI https(@Nullable String text) {
        try {
            URI uri = text == null ? null : new URI(text);
            return uri != null && "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** {@code a="b", c="d"}, quoted or not; stops at what it does not understand. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int start = equals + 1;
            int end;
            if (start < text.length() && text.charAt(start) == '"') {
                start++;
                end = text.indexOf('"', start);
                at = end < 0 ? text.length() : text.indexOf(',', end);
            } else {
                end = text.indexOf(',', start);
                at = end;
            }
            end = end < 0 ? text.length() : end;
            parameters.putIfAbsent(name, text.substring(start, end).strip());
            if (at < 0) {
                break;
            }
            at++;
        }
        return parameters;
    }
}
