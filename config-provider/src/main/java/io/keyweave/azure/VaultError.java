package io.keyweave.azure;

import io.keyweave.http.ClientResponse;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What Key Vault says to a request it refuses: {@code {"error":{"code","message","innererror":{"code"}}}}. Read from the answer itself,
 * since the SDK's exceptions have neither the inner code nor the headers. Of any other body nothing is known.
 *
 * @param code the innermost error code, or where only the message has one, that ({@code AKV10032}), or {@code null}
 * @param expectedTenant the tenant the vault belongs to, out of AKV10032's message, or {@code null}
 * @param clientAddress the address the vault's firewall saw, or {@code null}
 */
record VaultError(@Nullable String code, @Nullable String expectedTenant, @Nullable String clientAddress) {

    private static final VaultError UNKNOWN = new VaultError(null, null, null);
    private static final String EXPECTED_ISSUER = "Expected one of https://sts.windows.net/";
    private static final String CLIENT_ADDRESS = "Client address: ";

    static VaultError of(ClientResponse response) {
        JsonObject error;
        try {
            error = JsonObject.parse(response.text()).object("error");
        } catch (JsonException e) {
            return UNKNOWN;
        }
        if (error == null) {
            return UNKNOWN;
        }
        String message = error.string("message");
        message = message == null ? "" : message;
        JsonObject inner = error.object("innererror");
        String code = inner == null ? null : inner.string("code");
        if (code == null) {
            code = numbered(message);
        }
        return new VaultError(
                word(code != null ? code : error.string("code")),
                after(EXPECTED_ISSUER, message, "0123456789abcdefABCDEF-"),
                after(CLIENT_ADDRESS, message, "0123456789abcdefABCDEF.:"));
    }

    private static @Nullable String numbered(String message) {
        int at = message.indexOf("AKV1");
        return at < 0 ? null : "AKV" + until(message, at + 3, "0123456789");
    }

    private static @Nullable String after(String prefix, String message, String allowed) {
        int at = message.indexOf(prefix);
        return at < 0 ? null : until(message, at + prefix.length(), allowed);
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

    /** A code goes into messages: nothing but a word may come that way. */
    private static @Nullable String word(@Nullable String code) {
        return code != null
                        && code.length() <= 64
                        && !code.isEmpty()
                        && code.chars()
                                .allMatch(c -> c >= '0' && c <= '9'
                                        || c >= 'a' && c <= 'z'
                                        || c >= 'A' && c <= 'Z'
                                        || c == '-'
                                        || c == '_')
                ? code
                : null;
    }
}
