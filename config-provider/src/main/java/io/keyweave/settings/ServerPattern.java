package io.keyweave.settings;

import io.keyweave.text.Glob;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One item of {@code logins}: {@code db.contoso.com:5432}, {@code *.redis.contoso.com:6380}, {@code [fd00::1]:*}.
 *
 * @param host in lower case; {@code *} matches any run of characters without a dot
 * @param port 1 to 65535, or -1 for any
 */
public record ServerPattern(String host, int port) {

    private static final int ANY_PORT = -1;
    private static final int MAX_PORT = 65535;

    /** @throws IllegalArgumentException when the text is no such item, which {@link Settings} has found out before */
    public static ServerPattern of(String item) {
        ServerPattern pattern = parse(item);
        if (pattern == null) {
            throw new IllegalArgumentException("not a host:port");
        }
        return pattern;
    }

    /** Whether it means that server. */
    public boolean matches(String server, int atPort) {
        return (port == ANY_PORT || port == atPort) && Glob.matches(host, server.toLowerCase(Locale.ROOT), '.');
    }

    /** Why the list is not one of servers, as the end of a sentence, or null when it is. */
    static @Nullable String objection(String text) {
        List<String> items = Settings.items(text);
        for (String item : items) {
            if (item.contains("//")) {
                return "holds a URL: write host:port, such as db.contoso.com:5432";
            }
            if (parse(item) == null) {
                return "must be a list of host:port separated by ; such as db.contoso.com:5432;*.redis.contoso.com:6380";
            }
        }
        return items.isEmpty() ? "is empty: give a value or leave the setting out" : null;
    }

    private static @Nullable ServerPattern parse(String item) {
        int colon = item.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        int port = port(item.substring(colon + 1));
        String host = item.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return null;
        }
        // A pattern of stars alone would be every server there is.
        boolean named = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == '/' || c == '@' || c == ',' || c == '?') {
                return null;
            }
            named |= c != '*' && c != '.';
        }
        return port == 0 || !named ? null : new ServerPattern(host.toLowerCase(Locale.ROOT), port);
    }

    /** 0 when it is none. */
    private static int port(String text) {
        if (text.equals("*")) {
            return ANY_PORT;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || port > MAX_PORT) {
                return 0;
            }
            port = port * 10 + (c - '0');
        }
        return port > MAX_PORT ? 0 : port;
    }
}
