package io.keyweave.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends small requests over HTTP/1.1. Thread-safe; starts no thread of its own but the one a name look-up waits on.
 *
 * <p><b>Why not the JDK's clients.</b> This code runs inside somebody else's JVM, before their {@code main} and beside it.
 * {@code HttpsURLConnection} takes the application's {@code CookieHandler} with no way to decline, takes whatever
 * {@code URLStreamHandlerFactory} is set, sends a failed POST again by itself, keeps sockets in a JVM-wide cache with a timer
 * thread, can bound a single read but not a whole answer (one byte a second wins), and speaks Basic to a tunnelling proxy only if
 * a JVM-wide property was set before its first use. {@code java.net.http.HttpClient} starts a selector thread and a pool, has
 * the same property for proxies, bounds only the wait for the headers, and costs twice the class loading (first secret 0.91 s
 * against 0.47 s, raw, JDK 17). Netty and other clients bring megabytes. What is needed is a GET and a form POST with answers
 * of a few kilobytes, which is this package: sockets, TLS from the JDK, and a strict reader of HTTP/1.1.
 *
 * <p><b>What it does not do</b>, on purpose: follow redirects (a token must never travel on), cookies, caches, compression,
 * HTTP/2, retries other than the one below, any authentication but Basic to a proxy.
 *
 * <p><b>Connections</b> are kept for reuse ({@link Connections}), but only while every byte that came in belonged to an answer that was
 * asked for: after one byte more, the connection is closed. A GET that went out on a kept connection and saw not a single byte come
 * back is sent once more on a new one: the server closed it in the meantime. Other requests are never repeated, and so go out on
 * a new connection each.
 */
public final class HttpTransport implements Transport, AutoCloseable {

    /**
     * A login keeps a processor busy itself, and each further handshake beside it delays it. With eight instead of two a start of 20 secrets from
     * a vault that answers at once took 8 % more wall and 11 % more CPU time, and one of 100 secrets at 20 ms gained nothing (two processors,
     * JDK 17). What more is needed is opened in turns once there is a token.
     */
    private static final int MOST_HELD = 2;

    private final AtomicInteger held = new AtomicInteger();
    private final ProxyRules proxies;
    private final Connections connections;

    public HttpTransport(TrustedCertificates trust, ProxyRules proxies) {
        this.connections = new Connections(trust);
        this.proxies = proxies;
    }

    @Override
    public ClientResponse send(ClientRequest request, Deadline connecting, Deadline deadline)
            throws TransportException {
        ClientConnection.ConnectionTarget target = ClientConnection.ConnectionTarget.of(request, proxies);
        if (request.onNewConnection() || !request.repeatable()) {
            ClientConnection opened = connections.open(target, connecting, deadline);
            return exchange(opened, request, deadline, new ClientConnection.ExchangeProgress());
        }
        ClientConnection connection = connections.take(target, connecting, deadline);
        if (connection.usedBefore()) {
            ClientConnection.ExchangeProgress exchange = new ClientConnection.ExchangeProgress();
            try {
                return exchange(connection, request, deadline, exchange);
            } catch (TransportException e) {
                if (exchange.anyByte() || e.reason() != TransportException.Reason.CLOSED || deadline.over()) {
                    throw e;
                }
            }
            connection = connections.open(target, connecting, deadline);
        }
        return exchange(connection, request, deadline, new ClientConnection.ExchangeProgress());
    }

    private ClientResponse exchange(
            ClientConnection connection,
            ClientRequest request,
            Deadline deadline,
            ClientConnection.ExchangeProgress exchange)
            throws TransportException {
        boolean keep = false;
        try {
            ClientResponse response = connection.exchange(request, deadline, exchange);
            keep = exchange.reusable() && !connection.hasUnreadBytes();
            return response;
        } finally {
            connections.release(connection, keep);
        }
    }

    @Override
    public void discardKept(ClientRequest request) {
        connections.discard(ClientConnection.ConnectionTarget.of(request, proxies));
    }

    @Override
    public Held hold(ClientRequest request, Deadline deadline) throws TransportException {
        if (held.incrementAndGet() > MOST_HELD) {
            held.decrementAndGet();
            return () -> {};
        }
        try {
            ClientConnection connection =
                    connections.take(ClientConnection.ConnectionTarget.of(request, proxies), deadline, deadline);
            return () -> {
                held.decrementAndGet();
                connections.release(connection, true);
            };
        } catch (Throwable e) {
            held.decrementAndGet();
            throw e;
        }
    }

    /** Closes every connection; exchanges under way fail. Idempotent. */
    @Override
    public void close() {
        connections.close();
    }
}
