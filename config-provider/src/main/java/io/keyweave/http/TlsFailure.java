package io.keyweave.http;

import io.keyweave.http.TransportException.Reason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** What an exception of a handshake means to an operator. The JDK tells a wrong host name only in words. */
final class TlsFailure {

    private TlsFailure() {}

    static Reason of(Throwable failure) {
        Reason reason = Reason.TLS_FAILED;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 12; depth++, cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Reason.TLS_EXPIRED;
            }
            if (cause instanceof CertPathBuilderException) {
                reason = Reason.TLS_UNTRUSTED;
            }
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (words.contains("subject alternative") || words.startsWith("no name matching")) {
                return Reason.TLS_WRONG_HOST;
            }
        }
        return reason;
    }
}
