package io.keyweave.settings;

/**
 * Environment variables that Kubernetes puts into every pod for each service of the namespace, and Docker for a link: a service called
 * {@code keyweave-vault} makes {@code KEYWEAVE_VAULT_PORT=tcp://10.0.0.1:443} and seven more, which nobody wrote as settings.
 *
 * <p>Name and value have to fit, so that an alias may still be called {@code service-host}. No regular expressions, see {@link Setting}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes: environment variables</a>
 */
final class ServiceLink {

    private static final String PORT = "_PORT";
    private static final String SERVICE_PORT = "_SERVICE_PORT";

    private ServiceLink() {}

    static boolean is(String name, String value) {
        if (name.endsWith("_SERVICE_HOST")) {
            return address(value);
        }
        if (name.endsWith(SERVICE_PORT) || name.contains(SERVICE_PORT + "_")) {
            return number(value);
        }
        if (name.endsWith("_TCP_ADDR") || name.endsWith("_UDP_ADDR") || name.endsWith("_SCTP_ADDR")) {
            return address(value);
        }
        if (name.endsWith("_TCP_PORT") || name.endsWith("_UDP_PORT") || name.endsWith("_SCTP_PORT")) {
            return number(value);
        }
        if (name.endsWith("_TCP_PROTO") || name.endsWith("_UDP_PROTO") || name.endsWith("_SCTP_PROTO")) {
            return value.equals("tcp") || value.equals("udp") || value.equals("sctp");
        }
        return (name.endsWith(PORT) || name.contains(PORT + "_"))
                && (value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://"));
    }

    private static boolean number(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** IPv4 or IPv6: {@code 10.0.0.1}, {@code fd00::1}. */
    private static boolean address(String text) {
        boolean separated = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ':') {
                separated = true;
            } else if (Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return separated;
    }
}
