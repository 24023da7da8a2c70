package io.keyweave.azure;

import io.keyweave.http.ClientResponse;
import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Where the vault says that a request came from: the header {@code x-ms-keyvault-network-info} of nearly every answer, such as {@code
 * conn_type=Ipv4;addr=203.0.113.7;act_addr_fam=InterNetwork;}.
 *
 * @param address the client's address as the vault sees it, or {@code null}
 * @param privateLink whether it came through a private endpoint; {@code null}: not told
 */
record NetworkInfo(@Nullable String address, @Nullable Boolean privateLink) {

    private static final String HEADER = "x-ms-keyvault-network-info";

    static NetworkInfo of(ClientResponse response) {
        String text = response.header(HEADER);
        if (text == null) {
            return new NetworkInfo(null, null);
        }
        String address = null;
        StringTokenizer parts = new StringTokenizer(text, ";");
        while (parts.hasMoreTokens()) {
            String part = parts.nextToken().strip();
            if (part.startsWith("addr=")) {
                address = address(part.substring("addr=".length()));
            }
        }
        return new NetworkInfo(address, text.toLowerCase(Locale.ROOT).contains("privatelink"));
    }

    /** The header goes into messages: nothing but an address may come that way. */
    private static @Nullable String address(String text) {
        boolean plain = !text.isEmpty()
                && text.length() <= 45
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128 || c == '.' || c == ':');
        return plain ? text : null;
    }

    /** {@code through a private endpoint}, {@code from a public network}, or {@code null}. */
    @Nullable
    String way() {
        return privateLink == null ? null : privateLink ? "through a private endpoint" : "from a public network";
    }
}
