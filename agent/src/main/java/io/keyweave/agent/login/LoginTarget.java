package io.keyweave.agent.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a login goes, as the client resolves it: before DNS, which may answer differently at the next login.
 *
 * @param name what messages call it, such as {@code jdbc:postgresql://db:5432}; accounts at one name share what is known of them. Holds no credential
 * @param servers every server that the client may send the password to
 */
public record LoginTarget(String name, List<Server> servers) {

    private static final int NO_PORT = -1;

    /**
     * One server.
     *
     * @param scheme such as {@code postgresql}
     * @param host in lower case: a name or an address; or what else the client finds the server by, when there is no port
     * @param port or -1
     */
    public record Server(String scheme, String host, int port) {

        public Server {
            host = printable(host.toLowerCase(Locale.ROOT));
        }

        /** Whether a text that an operator wrote, such as a URL, has this server in it. */
        boolean isNamedIn(String text) {
            if (port == NO_PORT || host.isEmpty()) {
                return false;
            }
            String lower = text.toLowerCase(Locale.ROOT);
            for (int at = lower.indexOf(host); at >= 0; at = lower.indexOf(host, at + 1)) {
                int end = at + host.length();
                boolean begins = at > 0 && "/@,=[".indexOf(lower.charAt(at - 1)) >= 0;
                if (begins && port == portAt(lower, end < lower.length() && lower.charAt(end) == ']' ? end + 1 : end)) {
                    return true;
                }
            }
            return false;
        }

        /** The port that is behind a host, or the usual one if none does; 0 when the host goes on there. */
        private int portAt(String text, int end) {
            if (end == text.length() || "/?,;)\"'".indexOf(text.charAt(end)) >= 0) {
                return usualPort(scheme);
            }
            if (text.charAt(end) != ':') {
                return 0;
            }
            int value = 0;
            for (int i = end + 1; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
                value = Math.min(100_000, value * 10 + text.charAt(i) - '0');
            }
            return value;
        }
    }

    public LoginTarget {
        name = printable(name);
        servers = List.copyOf(servers);
    }

    /** Hosts may come from anybody, and messages show them. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            printable.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
        }
        return printable.toString();
    }

    /** One server. */
    public static LoginTarget of(String name, String scheme, String host, int port) {
        return new LoginTarget(name, List.of(new Server(scheme, host, port)));
    }

    /** Whatever a client finds its server by, where host and port are not known. */
    public static LoginTarget named(String name) {
        return named(name, name);
    }

    /**
     * The same, with a name that others may have, too.
     *
     * @param finder what tells it from them
     */
    public static LoginTarget named(String name, String finder) {
        return of(name, "", finder, NO_PORT);
    }

    /**
     * The servers of a list as it is in URLs, {@code one:5432,two,[fd00::1]:5432}.
     *
     * @param name of the whole
     */
    public static LoginTarget list(String name, String scheme, String hosts) {
        List<Server> servers = new ArrayList<>();
        for (String item : hosts.split(",", -1)) {
            servers.add(server(scheme, item.trim()));
        }
        return new LoginTarget(name, servers);
    }

    private static Server server(String scheme, String item) {
        int colon = item.lastIndexOf(':');
        int bracket = item.lastIndexOf(']');
        boolean hasPort = colon > bracket && (bracket >= 0 || item.indexOf(':') == colon);
        String host = hasPort ? item.substring(0, colon) : item;
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new Server(scheme, bare, hasPort ? port(item.substring(colon + 1), scheme) : usualPort(scheme));
    }

    /** A port as text; the usual one of the scheme if it is none. */
    public static int port(@Nullable String text, String scheme) {
        try {
            return text == null ? usualPort(scheme) : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return usualPort(scheme);
        }
    }

    static int usualPort(String scheme) {
        return switch (scheme) {
            case "postgresql" -> 5432;
            case "mysql" -> 3306;
            case "sqlserver" -> 1433;
            case "oracle" -> 1521;
            case "db2" -> 50_000;
            case "h2" -> 9092;
            case "redis" -> 6379;
            case "mongodb" -> 27_017;
            case "amqp" -> 5672;
            case "kafka" -> 9092;
            case "http" -> 80;
            case "https" -> 443;
            case "smtp" -> 25;
            case "imap" -> 143;
            case "pop3" -> 110;
            default -> 0;
        };
    }
}
