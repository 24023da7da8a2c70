package io.keyweave.http;

import io.keyweave.text.PercentEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTPS request goes through which proxy, from what every Java operator already sets: the system properties
 * {@code https.proxyHost}, {@code https.proxyPort}, {@code https.proxyUser}, {@code https.proxyPassword} and
 * {@code http.nonProxyHosts}
 * (<a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html">networking
 * properties</a>), else the variables {@code HTTPS_PROXY} and {@code NO_PROXY} in either case. Plain HTTP is only spoken to the
 * metadata endpoints of the machine itself and never goes through a proxy.
 *
 * <p>Not used: {@code ProxySelector}, which belongs to the application, and the JDK's Basic authentication for tunnels, which is
 * off by default and can only be switched on for the whole JVM.
 */
public final class ProxyRules {

    /** Straight to every host. */
    public static final ProxyRules NONE = new ProxyRules(null, List.of());

    private final @Nullable HttpProxy proxy;
    private final List<Exemption> exemptions;

    private ProxyRules(@Nullable HttpProxy proxy, List<Exemption> exemptions) {
        this.proxy = proxy;
        this.exemptions = exemptions;
    }

    /**
     * @param property looks a system property up
     * @param variable looks an environment variable up
     * @throws IllegalArgumentException when a value cannot be used; the message names the variable, never a password
     */
    public static ProxyRules read(
            Function<String, @Nullable String> property, Function<String, @Nullable String> variable) {
        String host = property.apply("https.proxyHost");
        if (host != null && !host.isBlank()) {
            HttpProxy proxy = new HttpProxy(
                    host.strip(),
                    port(or(property.apply("https.proxyPort"), "443"), "https.proxyPort"),
                    literal(property.apply("https.proxyUser"), "https.proxyUser"),
                    literal(property.apply("https.proxyPassword"), "https.proxyPassword"));
            String exempt = or(property.apply("http.nonProxyHosts"), "localhost|127.*|[::1]");
            return new ProxyRules(proxy, exemptions(exempt, "|"));
        }
        String url = either(variable, "HTTPS_PROXY", "https_proxy").strip();
        return url.isEmpty()
                ? NONE
                : new ProxyRules(fromUrl(url), exemptions(either(variable, "NO_PROXY", "no_proxy"), ","));
    }

    private static String either(Function<String, @Nullable String> variable, String upper, String lower) {
        return or(variable.apply(upper), or(variable.apply(lower), ""));
    }

    private static String or(@Nullable String value, String other) {
        return value == null ? other : value;
    }

    @Nullable
    HttpProxy route(ClientRequest request) {
        if (proxy == null || !request.secure()) {
            return null;
        }
        String host = request.host().toLowerCase(Locale.ROOT);
        return exemptions.stream().anyMatch(exemption -> exemption.covers(host, request.port())) ? null : proxy;
    }

    private static HttpProxy fromUrl(String url) {
        literal(url, "HTTPS_PROXY");
        URI uri;
        try {
            uri = new URI(url.contains("://") ? url : "http://" + url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "HTTPS_PROXY is not a URL such as http://user:password@proxy:8080; special"
                            + " characters of the password must be percent-encoded");
        }
        int port = uri.getPort();
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || port == 0 || port > 65535) {
            throw new IllegalArgumentException("HTTPS_PROXY must have the form http://[user:password@]host:port");
        }
        String user = uri.getRawUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        return new HttpProxy(
                uri.getHost(),
                port < 0 ? 80 : port,
                user == null ? null : PercentEncoding.decode(colon < 0 ? user : user.substring(0, colon)),
                user == null || colon < 0 ? null : PercentEncoding.decode(user.substring(colon + 1)));
    }

    /** The proxy is needed to fetch secrets: its own password cannot be one of them. */
    private static @Nullable String literal(@Nullable String value, String where) {
        if (value != null && value.contains("$<")) {
            throw new IllegalArgumentException(where + " holds a placeholder, but the proxy is needed to resolve it");
        }
        return value;
    }

    private static int port(String text, String where) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(where + " is not a port: " + text);
    }

    private static List<Exemption> exemptions(String list, String separator) {
        List<Exemption> exemptions = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(list, separator);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken().strip().toLowerCase(Locale.ROOT);
            if (!token.isEmpty()) {
                exemptions.add(separator.equals("|") ? Exemption.java(token) : Exemption.shell(token));
            }
        }
        return exemptions;
    }

    /** One entry of a list, with a port when the entry had one. */
    private record Exemption(HostMatch match, String host, int port) {

        enum HostMatch {
            HOST,
            STARTS,
            ENDS,
            DOMAIN
        }

        /** {@code http.nonProxyHosts}: a star at either end. */
        static Exemption java(String token) {
            if (token.startsWith("*")) {
                return new Exemption(HostMatch.ENDS, token.substring(1), 0);
            }
            return token.endsWith("*")
                    ? new Exemption(HostMatch.STARTS, token.substring(0, token.length() - 1), 0)
                    : new Exemption(HostMatch.HOST, bare(token), 0);
        }

        /** {@code NO_PROXY}: a domain matches its sub-domains, with or without a leading dot or star. */
        static Exemption shell(String token) {
            int colon = token.lastIndexOf(':');
            int port = colon > 0 && (token.indexOf(':') == colon || token.charAt(colon - 1) == ']')
                    ? portOrZero(token.substring(colon + 1))
                    : 0;
            String host = port == 0 ? token : token.substring(0, colon);
            if (host.equals("*")) {
                return new Exemption(HostMatch.ENDS, "", port);
            }
            String domain = host.startsWith("*.") ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host;
            return new Exemption(HostMatch.DOMAIN, bare(domain), port);
        }

        boolean covers(String candidate, int candidatePort) {
            if (port != 0 && port != candidatePort) {
                return false;
            }
            return switch (match) {
                case HOST -> candidate.equals(host);
                case STARTS -> candidate.startsWith(host);
                case ENDS -> candidate.endsWith(host);
                case DOMAIN -> candidate.equals(host) || candidate.endsWith("." + host);
            };
        }

        private static int portOrZero(String digits) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        private static String bare(String host) {
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }
    }
}
