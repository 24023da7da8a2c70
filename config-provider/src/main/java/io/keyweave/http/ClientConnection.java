package io.keyweave.http;

import io.keyweave.http.TransportException.Reason;
import io.keyweave.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to one host, perhaps through a proxy. Used by one exchange at a time. */
final class ClientConnection implements AutoCloseable {

    private final ConnectionTarget target;
    private final DeadlineSocket raw;
    private Socket socket;
    private long idleSince;
    private boolean usedBefore;
    private boolean exchanged;

    private ClientConnection(ConnectionTarget target, DeadlineSocket raw) {
        this.target = target;
        this.raw = raw;
        this.socket = raw;
    }

    /** Where a connection leads: two requests with equal targets may share one. */
    record ConnectionTarget(boolean secure, String host, int port, @Nullable HttpProxy proxy) {

        static ConnectionTarget of(ClientRequest request, ProxyRules proxies) {
            return new ConnectionTarget(
                    request.secure(), request.host().toLowerCase(Locale.ROOT), request.port(), proxies.route(request));
        }

        /** Written out, as in {@code SecretRef}: a record's own costs a starting JVM more than the request. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ConnectionTarget that
                    && port == that.port
                    && secure == that.secure
                    && host.equals(that.host)
                    && proxy == that.proxy;
        }

        @Override
        public int hashCode() {
            return host.hashCode() * 31 + port;
        }

        String authority() {
            String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return port == (secure ? 443 : 80) ? name : name + ":" + port;
        }

        private String tunnel() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Name look-up, connect, tunnel, TLS.
     *
     * @param connecting bounds look-up and connect on its own; never later than {@code deadline} in effect
     */
    static ClientConnection open(
            ConnectionTarget target, TrustedCertificates trust, Deadline connecting, Deadline deadline)
            throws TransportException {
        HttpProxy proxy = target.proxy();
        String host = proxy == null ? target.host() : proxy.host();
        int port = proxy == null ? target.port() : proxy.port();
        ClientConnection connection;
        try {
            connection = new ClientConnection(target, dial(host, port, connecting, deadline));
        } catch (TransportException e) {
            throw proxy == null
                    ? e
                    : new TransportException(Reason.PROXY_UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        try {
            if (proxy != null) {
                connection.tunnel(proxy);
            }
            if (target.secure()) {
                connection.secure(trust);
            }
            return connection;
        } catch (TransportException e) {
            connection.close();
            throw e;
        } catch (Throwable e) {
            connection.close();
            throw connection.noAnswer(Reason.TLS_FAILED, Reason.TLS_TIMEOUT, e, deadline);
        }
    }

    private static DeadlineSocket dial(String host, int port, Deadline connecting, Deadline deadline)
            throws TransportException {
        long begun = Timeline.now();
        InetAddress[] addresses = HostAddresses.resolve(host, connecting);
        TransportException last = null;
        for (int i = 0; i < addresses.length; i++) {
            DeadlineSocket socket = new DeadlineSocket(deadline);
            try {
                // Every address gets its share: one dead address of two must not eat the whole time.
                Duration share = connecting.left().dividedBy(addresses.length - i);
                socket.connect(
                        new InetSocketAddress(addresses[i], port),
                        Deadline.after(share).millis());
                socket.setTcpNoDelay(true);
                Timeline.phase("connect", "more-connects", begun);
                return socket;
            } catch (SocketTimeoutException e) {
                last = new TransportException(Reason.CONNECT_TIMEOUT, "nothing answered at " + host + ":" + port, e);
            } catch (ConnectException e) {
                String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
                last = words.contains("timed out")
                        ? new TransportException(Reason.CONNECT_TIMEOUT, "nothing answered at " + host + ":" + port, e)
                        : new TransportException(Reason.REFUSED, host + ":" + port + " refused the connection", e);
            } catch (IOException e) {
                last = new TransportException(
                        Reason.NO_ROUTE, "no way to " + host + ":" + port + " (" + e.getMessage() + ")", e);
            }
            closeQuietly(socket);
        }
        throw last != null ? last : new TransportException(Reason.UNKNOWN_HOST, "no address for " + host);
    }

    private void tunnel(HttpProxy proxy) throws IOException {
        StringBuilder head =
                new StringBuilder("CONNECT ").append(target.tunnel()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(target.tunnel()).append("\r\n");
        String authorization = proxy.authorization();
        if (authorization != null) {
            head.append("Proxy-Authorization: ").append(authorization).append("\r\n");
        }
        head.append("\r\n");
        raw.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        ResponseReader reader = new ResponseReader(raw.getInputStream());
        int status = reader.readHead().status();
        if (status == 407) {
            throw new TransportException(
                    Reason.PROXY_AUTHENTICATION,
                    "the proxy " + proxy
                            + (authorization == null ? " wants a user and password" : " refused user and password"),
                    status);
        }
        if (status / 100 != 2) {
            throw new TransportException(
                    Reason.PROXY_REFUSED, "the proxy " + proxy + " answered " + status + " to CONNECT", status);
        }
        if (reader.hasSurplus()) {
            throw new TransportException(
                    Reason.NOT_HTTP, "the proxy " + proxy + " sent more than its answer to CONNECT", status);
        }
    }

    private void secure(TrustedCertificates trust) throws IOException {
        long begun = Timeline.now();
        SSLSocket tls = (SSLSocket) trust.factory().createSocket(raw, target.host(), target.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        socket = tls;
        tls.startHandshake();
        Timeline.phase("tls", "more-tls", begun);
    }

    ConnectionTarget target() {
        return target;
    }

    void idle() {
        usedBefore = true;
        idleSince = System.nanoTime();
    }

    /** Whether it has been idle since it was opened: the other side may have closed it. */
    boolean usedBefore() {
        return usedBefore;
    }

    /**
     * Whether there are bytes that belong to no request. They would be read as the beginning of the next answer, and shift every later
     * one, so such a connection must carry nothing more. On a TLS connection that has carried nothing yet, undecrypted bytes
     * are session tickets.
     */
    boolean hasUnreadBytes() {
        try {
            return socket.getInputStream().available() > 0
                    || ((exchanged || socket == raw) && raw.getInputStream().available() > 0);
        } catch (IOException e) {
            return true;
        }
    }

    boolean idleFor(Duration time) {
        return System.nanoTime() - idleSince > time.toNanos();
    }

    /**
     * Sends and reads. The connection can be used again only if {@code reader.reusable()}.
     *
     * @throws TransportException when no complete answer came
     */
    ClientResponse exchange(ClientRequest request, Deadline deadline, ExchangeProgress exchange)
            throws TransportException {
        raw.deadline(deadline);
        boolean kept = exchanged;
        exchanged = true;
        try {
            ResponseReader reader = new ResponseReader(socket.getInputStream());
            exchange.reader = reader;
            OutputStream out = socket.getOutputStream();
            out.write(message(request));
            out.flush();
            ClientResponse response = reader.read();
            return new ClientResponse(response.status(), response.headers(), response.body(), kept);
        } catch (IOException e) {
            throw noAnswer(Reason.CLOSED, Reason.ANSWER_TIMEOUT, e, deadline);
        }
    }

    /** What the caller has to know about an exchange that may have failed. */
    static final class ExchangeProgress {
        private @Nullable ResponseReader reader;

        boolean anyByte() {
            return reader != null && reader.anyByte();
        }

        boolean reusable() {
            return reader != null && reader.reusable();
        }
    }

    private byte[] message(ClientRequest request) {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(path == null || path.isEmpty() ? "/" : path);
        if (query != null) {
            head.append('?').append(query);
        }
        head.append(" HTTP/1.1\r\nHost: ").append(target.authority()).append("\r\n");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (request.body().length > 0 || request.method().equals("POST")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + request.body().length);
        message.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(request.body());
        return message.toByteArray();
    }

    private TransportException noAnswer(Reason broken, Reason late, Throwable e, Deadline deadline) {
        String host = target.host() + ":" + target.port();
        if (e instanceof TransportException noAnswer) {
            return noAnswer;
        }
        if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException || deadline.over()) {
            return new TransportException(late, "no complete answer from " + host + " in time", e);
        }
        if (broken == Reason.TLS_FAILED) {
            Reason reason = TlsFailure.of(e);
            return new TransportException(reason, "TLS with " + host + " failed: " + e.getMessage(), e);
        }
        return new TransportException(broken, "the connection to " + host + " broke: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        closeQuietly(socket);
        closeQuietly(raw);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
