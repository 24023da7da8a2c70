package io.keyweave.azure.identity;

import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A bearer token. {@link #toString()} shows whose it is, never the token. */
public final class AccessToken {

    private final String value;
    private final Instant acquired;
    private final Instant expires;

    AccessToken(String value, Instant acquired, Instant expires) {
        this.value = value;
        this.acquired = acquired;
        this.expires = expires;
    }

    /** The value of the {@code Authorization} header. */
    public String authorization() {
        return "Bearer " + value;
    }

    Instant acquired() {
        return acquired;
    }

    Instant expires() {
        return expires;
    }

    /** The object id of the service principal: what role assignments name. {@code null} when the token does not say. */
    public @Nullable String objectId() {
        return claim("oid");
    }

    /** The client id the token was issued to, or {@code null}. */
    public @Nullable String clientId() {
        return claim("appid");
    }

    /** The tenant that issued it, or {@code null}. */
    public @Nullable String tenant() {
        return claim("tid");
    }

    /** Access tokens are opaque to clients: read for messages only, never for decisions. */
    private @Nullable String claim(String name) {
        int first = value.indexOf('.');
        int second = value.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return null;
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(value.substring(first + 1, second));
            String claim = JsonObject.parse(new String(payload, StandardCharsets.UTF_8))
                    .string(name);
            return claim != null && claim.length() <= 64 && claim.matches("[0-9A-Za-z-]+") ? claim : null;
        } catch (IllegalArgumentException | JsonException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "AccessToken[expires=" + expires + "]";
    }
}
