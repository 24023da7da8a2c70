package io.keyweave.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@code vault.<alias>} of the settings: a name for placeholders and the vault it represents, perhaps with an identity of its
 * own. Only the operator writes these, so the host may be any.
 *
 * @param name 1 to 24 of {@code [a-z0-9-]}
 * @param url {@code https://host[:port]}, without a trailing slash
 * @param own settings given as {@code vault.<alias>.<setting>}
 */
public record VaultAlias(String name, String url, Map<Setting, String> own) {

    /** The longest alias. */
    public static final int MAX_LENGTH = 24;

    public VaultAlias {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        own = Map.copyOf(own);
    }

    private static final int MAX_PORT = 65_535;

    /** Whether the text may name an alias. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The URL without a trailing slash, or {@code null} when it is not a vault's: https, a host, nothing behind it. */
    static @Nullable String vaultUrl(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            boolean bare = path == null || path.isEmpty() || path.equals("/");
            if (!"https".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getPort() == 0
                    || uri.getPort() > MAX_PORT
                    || uri.getRawAuthority().endsWith(":")
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null
                    || !bare) {
                return null;
            }
            return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Name and URL; values of its own settings stay out, some are secret. */
    @Override
    public String toString() {
        return name + " -> " + url;
    }
}
