package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.Jwt;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The token endpoint, where a service account shows an assertion that it has signed, and the security token service, where a
 * token of somebody else's is exchanged.
 *
 * @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">Security token service</a>
 */
final class TokenApi implements Handler {

    static final String TOKEN_PATH = "/token";
    static final String EXCHANGE_PATH = "/v1/token";

    private static final String REAL_TOKEN_URI = "https://oauth2.googleapis.com/token";
    private static final String BEARER_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";

    private final AccessTokens tokens;
    private final List<ServiceAccount> accounts;
    private final List<FederatedSubject> federated = new CopyOnWriteArrayList<>();

    TokenApi(AccessTokens tokens, List<ServiceAccount> accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    void federate(FederatedSubject provider) {
        federated.add(provider);
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        if (!request.method().equals("POST")) {
            return ServerResponse.empty(405);
        }
        return switch (request.path()) {
            case TOKEN_PATH -> token(request);
            case EXCHANGE_PATH -> exchange(request);
            default -> ServerResponse.empty(404);
        };
    }

    @Override
    public ServerResponse problem(int status) {
        return status >= 500 || status == 429
                ? error(status, "internal_failure", "Backend Error")
                : error(status, "invalid_request", "Bad Request");
    }

    private ServerResponse token(ReceivedRequest request) {
        Map<String, String> form = request.form();
        if (!BEARER_GRANT.equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "Invalid grant_type: " + form.get("grant_type"));
        }
        Jwt jwt;
        try {
            jwt = Jwt.parse(form.getOrDefault("assertion", ""));
        } catch (IllegalArgumentException e) {
            return error(400, "invalid_grant", "Invalid JWT: Failed to decode token.");
        }
        SignedAssertion.Verdict verdict = SignedAssertion.judge(jwt, accounts);
        if (verdict.account() == null) {
            return error(400, "invalid_grant", verdict.wrong());
        }
        String audience = jwt.claim("aud");
        if (!audience.equals(REAL_TOKEN_URI) && !audience.equals("https://" + request.host() + TOKEN_PATH)) {
            return error(
                    400,
                    "invalid_grant",
                    "Invalid JWT: Failed audience check. The right audience is " + REAL_TOKEN_URI);
        }
        Set<String> scopes = scopes(jwt.claim("scope"));
        if (scopes.isEmpty()) {
            return error(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }
        return ServerResponse.json(
                200,
                Json.of(
                        "access_token",
                        tokens.issue(verdict.account().email(), scopes),
                        "expires_in",
                        tokens.lifetime().toSeconds(),
                        "token_type",
                        "Bearer"));
    }

    private ServerResponse exchange(ReceivedRequest request) {
        Map<String, String> form = request.form();
        if (!EXCHANGE_GRANT.equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "Invalid grant_type.");
        }
        FederatedSubject provider = null;
        for (FederatedSubject each : federated) {
            if (each.audience().equals(form.get("audience"))) {
                provider = each;
            }
        }
        if (provider == null) {
            return error(
                    400,
                    "invalid_target",
                    "The target service indicated by the \"audience\" parameters is invalid. This might either be because"
                            + " the pool or provider is disabled or deleted or because it doesn't exist.");
        }
        Jwt jwt;
        try {
            jwt = Jwt.parse(form.getOrDefault("subject_token", ""));
        } catch (IllegalArgumentException e) {
            return error(400, "invalid_request", "Unable to parse the ID Token.");
        }
        String wrong = provider.judge(jwt);
        if (wrong != null) {
            return error(400, "invalid_grant", wrong);
        }
        Set<String> scopes = scopes(form.getOrDefault("scope", ""));
        if (scopes.isEmpty()) {
            return error(400, "invalid_scope", "Scope(s) must be provided.");
        }
        return ServerResponse.json(
                200,
                Json.of(
                        "access_token",
                        tokens.issue(provider.member(jwt), scopes),
                        "issued_token_type",
                        "urn:ietf:params:oauth:token-type:access_token",
                        "token_type",
                        "Bearer",
                        "expires_in",
                        tokens.lifetime().toSeconds()));
    }

    private static Set<String> scopes(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split(" +", -1));
    }

    private static ServerResponse error(int status, String error, String description) {
        return ServerResponse.json(status, Json.of("error", error, "error_description", description));
    }
}
