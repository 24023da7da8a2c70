package io.keyweave.azure;

import com.azure.core.util.AuthenticateChallenge;
import com.azure.core.util.Base64Util;
import com.azure.core.util.CoreUtils;
import io.keyweave.http.ClientResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a 401 of Key Vault asks for
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#authentication">challenge</a>).
 * It decides for which resource a token is requested, so whoever could forge one would choose what our token opens:
 * {@link VaultTokenPolicy} believes only one that fits the host asked.
 *
 * @param authority host, and port if any, of {@code authorization}; {@code null} when missing or not https
 * @param tenant first segment of its path
 * @param resource without trailing slash
 * @param claims what continuous access evaluation wants in the next token, as JSON; {@code null}: nothing
 */
record BearerChallenge(
        @Nullable String authority, @Nullable String tenant, @Nullable String resource, @Nullable String claims) {

    private static final String DEFAULT_SCOPE = "/.default";

    /** The Bearer challenge among the headers, or {@code null}. */
    static @Nullable BearerChallenge of(ClientResponse response) {
        for (String header : response.headerValues("www-authenticate")) {
            try {
                for (AuthenticateChallenge challenge : CoreUtils.parseAuthenticateHeader(header)) {
                    if ("Bearer".equalsIgnoreCase(challenge.getScheme())) {
                        return read(challenge.getParameters());
                    }
                }
            } catch (IllegalArgumentException e) {
                // Not a challenge as HTTP defines it: as good as none.
            }
        }
        return null;
    }

    private static BearerChallenge read(Map<String, String> parameters) {
        URI authorization = https(parameters.getOrDefault("authorization", parameters.get("authorization_uri")));
        String resource = parameters.get("resource");
        if (resource == null) {
            String scope = parameters.get("scope");
            resource = scope != null && scope.endsWith(DEFAULT_SCOPE)
                    ? scope.substring(0, scope.length() - DEFAULT_SCOPE.length())
                    : scope;
        }
        return new BearerChallenge(
                authorization == null ? null : authorization.getAuthority().toLowerCase(Locale.ROOT),
                authorization == null ? null : tenant(authorization.getPath()),
                https(resource) == null ? null : withoutSlash(String.valueOf(resource)),
                "insufficient_claims".equalsIgnoreCase(parameters.get("error"))
                        ? decoded(parameters.get("claims"))
                        : null);
    }

    private static @Nullable String decoded(@Nullable String claims) {
        try {
            return claims == null ? null : new String(Base64Util.decodeString(claims), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Whether a token for the resource may be sent to {@code host}: the resource is that host, or a domain with a dot that the host
     * lies in, as {@code contoso.vault.azure.net} in {@code vault.azure.net}. A resource with a path, a query or a user is another resource of whoever
     * serves that host.
     */
    boolean fits(String host) {
        URI uri = https(resource);
        String domain = uri == null || !isBare(uri) ? null : uri.getHost().toLowerCase(Locale.ROOT);
        String lower = host.toLowerCase(Locale.ROOT);
        return domain != null && (lower.equals(domain) || (domain.indexOf('.') > 0 && lower.endsWith("." + domain)));
    }

    private static boolean isBare(URI uri) {
        String path = uri.getRawPath();
        return (path == null || path.isEmpty())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
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
}
