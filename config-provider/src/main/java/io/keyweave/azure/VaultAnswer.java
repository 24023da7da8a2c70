package io.keyweave.azure;

import io.keyweave.Secret;
import io.keyweave.http.Response;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The two shapes Key Vault answers in: a
 * <a href="https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret">secret bundle</a>, and
 * {@code {"error":{"code","message","innererror":{"code"}}}}. Anything else is not Key Vault's.
 */
final class VaultAnswer {

    private static final String EXPECTED_ISSUER = "Expected one of https://sts.windows.net/";
    private static final String CLIENT_ADDRESS = "Client address: ";

    private final @Nullable JsonObject json;

    private VaultAnswer(@Nullable JsonObject json) {
        this.json = json;
    }

    static VaultAnswer of(Response response) {
        try {
            return new VaultAnswer(JsonObject.parse(response.text()));
        } catch (JsonException e) {
            return new VaultAnswer(null);
        }
    }

    /** The secret of a 200, or {@code null} when it holds none. */
    @Nullable
    Secret secret() {
        if (json == null) {
            return null;
        }
        String value = json.string("value");
        String version = version(json.string("id"));
        if (value == null || version == null) {
            return null;
        }
        JsonObject attributes = json.object("attributes");
        return new Secret(
                value,
                version,
                json.string("contentType"),
                attributes == null || !Boolean.FALSE.equals(attributes.flag("enabled")),
                instant(attributes, "nbf"),
                instant(attributes, "exp"));
    }

    /** The innermost error code, or where only the message has one, that ({@code AKV10032}), or {@code null}. */
    @Nullable
    String code() {
        JsonObject error = json == null ? null : json.object("error");
        if (error == null) {
            return null;
        }
        JsonObject inner = error.object("innererror");
        String code = inner == null ? null : inner.string("code");
        if (code == null) {
            code = numbered(message());
        }
        return word(code != null ? code : error.string("code"));
    }

    private static @Nullable String numbered(String message) {
        int at = message.indexOf("AKV1");
        return at < 0 ? null : "AKV" + until(message, at + 3, "0123456789");
    }

    /** The tenant the vault belongs to, out of AKV10032's message, or {@code null}. */
    @Nullable
    String expectedTenant() {
        String message = message();
        int at = message.indexOf(EXPECTED_ISSUER);
        return at < 0 ? null : until(message, at + EXPECTED_ISSUER.length(), "0123456789abcdefABCDEF-");
    }

    /** The address the vault's firewall saw, or {@code null}. */
    @Nullable
    String clientAddress() {
        String message = message();
        int at = message.indexOf(CLIENT_ADDRESS);
        return at < 0 ? null : until(message, at + CLIENT_ADDRESS.length(), "0123456789abcdefABCDEF.:");
    }

    private String message() {
        JsonObject error = json == null ? null : json.object("error");
        String message = error == null ? null : error.string("message");
        return message == null ? "" : message;
    }

    private static @Nullable String until(String text, int start, String allowed) {
        int end = start;
        while (end < text.length() && end - start < 64 && allowed.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        return end == start ? null : text.substring(start, end);
    }

    private static @Nullable String word(@Nullable String code) {
        return code != null
                        && code.length() <= 64
                        && !code.isEmpty()
                        && code.chars().allMatch(VaultAnswer::plain)
                ? code
                : null;
    }

    private static boolean plain(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_';
    }

    /** The last part of {@code https://contoso.vault.azure.net/secrets/name/version}. */
    private static @Nullable String version(@Nullable String id) {
        if (id == null) {
            return null;
        }
        String version = id.substring(id.lastIndexOf('/') + 1);
        return id.contains("/secrets/") ? word(version) : null;
    }

    private static @Nullable Instant instant(@Nullable JsonObject attributes, String name) {
        Long seconds = attributes == null ? null : attributes.integer(name);
        return seconds == null || Math.abs(seconds) > 253_402_300_799L ? null : Instant.ofEpochSecond(seconds);
    }
}
