package io.keyweave.devvault.gcp;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.LoopbackService;
import io.keyweave.devvault.json.Json;
import java.time.Duration;

/** The token endpoint and the security token service, on one HTTPS port. Thread-safe. */
public final class TokenServer extends LoopbackService {

    private final AccessTokens tokens;

    TokenServer(DevVault dev, TokenApi api, AccessTokens tokens) {
        super(dev, "google tokens", true, api);
        this.tokens = tokens;
    }

    /** What is in a key's file as {@code token_uri}. */
    public String tokenUri() {
        return "https://localhost:" + port() + TokenApi.TOKEN_PATH;
    }

    /** What is in a credential configuration as {@code token_url}. */
    public String exchangeUri() {
        return "https://localhost:" + port() + TokenApi.EXCHANGE_PATH;
    }

    /** How long tokens made from now on last, those of the metadata server included. */
    public void tokenLifetime(Duration lifetime) {
        tokens.lifetime(lifetime);
    }

    /** Makes every token issued so far an expired one, although its owner was told otherwise. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /** Refuses a login with this error, as the service words it. */
    public static Fault refusal(String error, String description) {
        return Fault.answer(
                400,
                "application/json; charset=utf-8",
                Json.write(Json.of("error", error, "error_description", description)));
    }
}
