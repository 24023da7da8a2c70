package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens returned by this process. They look like the real ones, three Base64 parts with claims in the middle, but
 * are believed because they are remembered, not because of a signature: issuer and vault are one process. Thread-safe.
 */
final class IssuedTokens {

    /**
     * A token as the vault understands it.
     *
     * @param claims what its owner asked to have in it, as Entra ID's {@code claims} parameter says it; null for
     *     managed identities, whose endpoints know no such parameter
     */
    record Token(
            Principal principal,
            String audience,
            String tenantId,
            Instant issued,
            Instant expires,
            @Nullable Map<String, Object> claims) {

        String issuer() {
            return "https://sts.windows.net/" + tenantId + "/";
        }

        /** How vaults name the caller in their error texts. */
        String caller() {
            return "appid=" + principal.clientId() + ";oid=" + principal.objectId() + ";iss=" + issuer();
        }
    }

    /** A token as its owner receives it. */
    record Issued(String text, Instant notBefore, Instant expires) {}

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> issued = new ConcurrentHashMap<>();
    private volatile Duration lifetime = Duration.ofHours(24);
    private volatile @Nullable String foreignTenant;
    private volatile @Nullable String foreignAudience;

    Duration lifetime() {
        return lifetime;
    }

    void lifetime(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** From now on tokens come from this tenant, or again from the right one. */
    void fromTenant(@Nullable String tenantId) {
        foreignTenant = tenantId;
    }

    /** From now on tokens are meant for this audience, or again for the one asked for. */
    void forAudience(@Nullable String audience) {
        foreignAudience = audience;
    }

    Issued issue(Principal principal, String resource, @Nullable Map<String, Object> claims) {
        Instant precisely = Instant.now();
        Instant now = Instant.ofEpochSecond(precisely.getEpochSecond());
        Instant expires = now.plus(lifetime);
        String tenant = foreignTenant == null ? principal.tenantId() : foreignTenant;
        String audience = foreignAudience == null ? resource : foreignAudience;
        // Claims count whole seconds. The token itself lasts as long as was asked, or one of a second might last no
        // time at all.
        Token token = new Token(principal, audience, tenant, precisely, precisely.plus(lifetime), claims);
        byte[] signature = new byte[64];
        random.nextBytes(signature);
        String text = part(Json.of("typ", "JWT", "alg", "RS256", "kid", "dev-vault")) + "."
                + part(Json.of(
                        "aud", audience,
                        "iss", token.issuer(),
                        "iat", now.getEpochSecond(),
                        "nbf", now.getEpochSecond(),
                        "exp", expires.getEpochSecond(),
                        "appid", principal.clientId(),
                        "idtyp", "app",
                        "oid", principal.objectId(),
                        "sub", principal.objectId(),
                        "tid", tenant,
                        "ver", "1.0"))
                + "." + BASE64.encodeToString(signature);
        issued.values().removeIf(old -> old.expires().plus(Duration.ofHours(1)).isBefore(now));
        issued.put(text, token);
        return new Issued(text, now, expires);
    }

    @Nullable
    Token find(String text) {
        return issued.get(text);
    }

    /** Every token there is has expired, whatever its owner was told. */
    void expireAll() {
        Instant past = Instant.now().minusSeconds(1);
        issued.replaceAll((text, token) -> token.expires().isBefore(past)
                ? token
                : new Token(
                        token.principal(), token.audience(), token.tenantId(), token.issued(), past, token.claims()));
    }

    private static String part(Map<String, Object> claims) {
        return BASE64.encodeToString(Json.write(claims).getBytes(StandardCharsets.UTF_8));
    }
}
