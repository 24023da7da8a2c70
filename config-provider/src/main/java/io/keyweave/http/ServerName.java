package io.keyweave.http;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The name of a server in its certificate, where there is nothing to interpret: the same characters, as a DNS name among the alternative names. */
final class ServerName {

    private static final Integer DNS_NAME = 2;

    private ServerName() {}

    /**
     * Whether the certificate has exactly the name that was connected to. False is no verdict: wildcards, addresses, upper case and certificates without
     * alternative names are left to the JDK, and so are sockets of other TLS providers.
     */
    static boolean isIn(X509Certificate certificate, SSLSocket socket) {
        SSLSession session = socket.getHandshakeSession();
        String host = session == null ? null : session.getPeerHost();
        return host != null
                && isPlain(host)
                && socket.getClass().getName().startsWith("sun.security.ssl.")
                && isIn(certificate, host);
    }

    static boolean isIn(X509Certificate certificate, String host) {
        Collection<List<?>> names = names(certificate);
        if (names != null) {
            for (List<?> name : names) {
                if (DNS_NAME.equals(name.get(0)) && host.equals(name.get(1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Collection<List<?>> names(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return null;
        }
    }

    /** Lower-case letters, digits, hyphens and dots, and a letter at the end: no address ends in one. */
    static boolean isPlain(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
                return false;
            }
        }
        return !host.isEmpty() && isLetter(host.charAt(host.length() - 1));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
