package io.keyweave.azure;

import io.keyweave.http.ClientResponse;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Key Vault says to a request it refuses: {@code {"error":{"code","message","innererror":{"code"}}}}. Read from the answer itself,
 * since the SDK's exceptions have neither the inner code nor the headers. Of any other body nothing is known.
 *
 * @param keyVaults whether Key Vault wrote it at all: everything it says to a client's mistake has a code
 * @param code the innermost error code, or where only the message has one, that ({@code AKV10032}), or {@code null}
 * @param expectedTenant the tenant the vault belongs to, out of AKV10032's message, or {@code null}
 * @param clientAddress the address the vault's firewall saw, or {@code null}
 * @param subnet whether that address is one of a virtual network, which the firewall knows as a subnet only
 * @param perimeter whether a network security perimeter refused, not the vault's own firewall
 */
record VaultError(
        boolean keyVaults,
        @Nullable String code,
        @Nullable String expectedTenant,
        @Nullable String clientAddress,
        boolean subnet,
        boolean perimeter) {

    private static final VaultError UNKNOWN = new VaultError(false, null, null, null, false, false);
    private static final String EXPECTED_ISSUER = "Expected one of https://sts.windows.net/";
    private static final String CLIENT_ADDRESS = "Client address: ";

    static VaultError of(ClientResponse response) {
        JsonObject error;
        try {
            error = JsonObject.parse(response.text()).ignoringCase().object("error");
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
        code = code != null ? code : error.string("code");
        boolean keyVaults = code != null && !code.isEmpty();
        code = word(code);
        String address = after(CLIENT_ADDRESS, message, "0123456789abcdefABCDEF.:");
        return new VaultError(
                keyVaults,
                code,
                after(EXPECTED_ISSUER, message, "0123456789abcdefABCDEF-"),
                address,
                message.contains("from unknown subnet") || (address != null && ofVirtualNetwork(address)),
                "ForbiddenByNsp".equals(code)
                        || message.toLowerCase(Locale.ROOT).contains("security perimeter"));
    }

    /** The ranges of RFC 1918 and RFC 6598, and unique local addresses: none of them can be an IP rule. */
    private static boolean ofVirtualNetwork(String address) {
        if (address.indexOf(':') >= 0) {
            return address.startsWith("fd") || address.startsWith("fc");
        }
        int[] parts = new int[4];
        int at = 0;
        for (String part : address.split("\\.", -1)) {
            if (at == 4 || part.isEmpty() || part.length() > 3 || !part.chars().allMatch(Character::isDigit)) {
                return false;
            }
            parts[at++] = Integer.parseInt(part);
        }
        return parts[0] == 10
                || (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32)
                || (parts[0] == 192 && parts[1] == 168)
                || (parts[0] == 100 && parts[1] >= 64 && parts[1] < 128);
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
