package io.keyweave.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which secret an answer is about, by its {@code id}: {@code https://contoso.vault.azure.net/secrets/db-password/6fa0...b992}. A vault
 * writes it with the host it was asked by. The port is left out: who forwards one to another does not tell the vault.
 *
 * @param host in lower case
 */
record SecretId(String host, String name, String version) {

    private static final int LONGEST = 1024;

    /** {@code null} when it is not such an address. */
    static @Nullable SecretId parse(@Nullable String id) {
        if (id == null || id.length() > LONGEST) {
            return null;
        }
        URI uri;
        try {
            uri = new URI(id);
        } catch (URISyntaxException e) {
            return null;
        }
        String path = uri.getRawPath();
        if (!"https".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || path == null
                || !path.startsWith("/secrets/")) {
            return null;
        }
        int slash = path.indexOf('/', 9);
        if (slash < 0) {
            return null;
        }
        String name = path.substring(9, slash);
        String version = path.substring(slash + 1);
        return isWord(name, 127) && isWord(version, 64)
                ? new SecretId(uri.getHost().toLowerCase(Locale.ROOT), name, version)
                : null;
    }

    private static boolean isWord(String text, int longest) {
        return !text.isEmpty()
                && text.length() <= longest
                && text.chars()
                        .allMatch(
                                c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-');
    }

    @Override
    public String toString() {
        return host + "/" + name + "/" + version;
    }
}
