package io.keyweave.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No complete HTTP answer came back. The message names host and circumstances, never what was sent. */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    /** How far it got. */
    public enum Reason {
        /** The name service says there is no such host. */
        UNKNOWN_HOST,
        /** The name service itself did not answer. */
        NAME_SERVICE,
        /** Something answered that nobody listens there. */
        REFUSED,
        /** No route, network down, not permitted. */
        NO_ROUTE,
        /** Connecting took until the deadline. */
        CONNECT_TIMEOUT,
        /** The proxy itself cannot be reached: no such host, refused, no route, nothing answers. The message says which. */
        PROXY_UNREACHABLE,
        /** The proxy wants a user and password, or other ones: 407. */
        PROXY_AUTHENTICATION,
        /** The proxy refused the tunnel. */
        PROXY_REFUSED,
        /** The certificate chain has no path to a trusted root. */
        TLS_UNTRUSTED,
        /** The certificate is out of its validity. */
        TLS_EXPIRED,
        /** The certificate is somebody else's. */
        TLS_WRONG_HOST,
        /** Any other end of the handshake. */
        TLS_FAILED,
        /** The deadline passed inside the handshake. */
        TLS_TIMEOUT,
        /** The deadline passed while the answer was awaited or read. */
        ANSWER_TIMEOUT,
        /** The connection was reset, or ended without a byte. */
        CLOSED,
        /** The connection ended in an orderly way inside the answer. */
        TRUNCATED,
        /** Bytes that are not HTTP. */
        NOT_HTTP,
        /** More than this client reads. */
        TOO_LARGE
    }

    private final Reason reason;
    private final int proxyStatus;

    TransportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.proxyStatus = 0;
    }

    TransportException(Reason reason, String message) {
        this(reason, message, null);
    }

    TransportException(Reason reason, String message, int proxyStatus) {
        super(message);
        this.reason = reason;
        this.proxyStatus = proxyStatus;
    }

    public Reason reason() {
        return reason;
    }

    /** What the proxy answered to CONNECT, or 0. */
    public int proxyStatus() {
        return proxyStatus;
    }
}
