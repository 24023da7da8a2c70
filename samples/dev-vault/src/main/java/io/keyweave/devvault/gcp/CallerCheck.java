package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Jwt;
import io.keyweave.devvault.ReceivedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what they may do: an access token that was issued here, or a JWT that a service account has signed for this very
 * API, then its scopes, then permissions. Thread-safe.
 *
 * @see <a href="https://google.aip.dev/auth/4111">Self-signed JWT</a>
 */
final class CallerCheck {

    /** What the role Secret Manager Secret Accessor grants: all that Keyweave may need. */
    static final Set<String> SECRET_ACCESSOR = Set.of("secretmanager.versions.access");

    private final AccessTokens tokens;
    private final List<ServiceAccount> accounts;
    private final Map<String, Set<String>> granted = new ConcurrentHashMap<>();

    CallerCheck(AccessTokens tokens, List<ServiceAccount> accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    void grant(String member, Set<String> permissions) {
        granted.put(member, Set.copyOf(permissions));
    }

    /** Why this request is refused, or null. */
    @Nullable
    GoogleError refuse(ReceivedRequest request, String permission, String resource) {
        String text = request.bearerToken();
        if (text == null) {
            return GoogleError.credentialsMissing();
        }
        AccessTokens.Token token = tokens.find(text);
        if (token == null) {
            token = selfSigned(text, request.host());
        }
        if (token == null) {
            return GoogleError.invalidCredentials(false);
        }
        if (!token.expires().isAfter(Instant.now())) {
            return GoogleError.invalidCredentials(true);
        }
        if (!token.scopes().contains(SecretManagerApi.CLOUD_PLATFORM)) {
            return GoogleError.insufficientScopes();
        }
        return granted.getOrDefault(token.member(), SECRET_ACCESSOR).contains(permission)
                ? null
                : GoogleError.permissionDenied(permission, resource);
    }

    private AccessTokens.@Nullable Token selfSigned(String text, String host) {
        Jwt jwt;
        try {
            jwt = Jwt.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        ServiceAccount account = SignedAssertion.judge(jwt, accounts).account();
        if (account == null || !jwt.claim("sub").equals(account.email())) {
            return null;
        }
        String audience = jwt.claim("aud");
        boolean forThisApi =
                audience.equals("https://secretmanager.googleapis.com/") || audience.equals("https://" + host + "/");
        Set<String> scopes = forThisApi
                ? Set.of(SecretManagerApi.CLOUD_PLATFORM)
                : Set.of(jwt.claim("scope").split(" ", -1));
        return new AccessTokens.Token(account.email(), scopes, Instant.ofEpochSecond(jwt.seconds("exp", 0)));
    }
}
