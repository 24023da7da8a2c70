package io.keyweave.azure.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends small requests over HTTP/1.1. Thread-safe; starts no thread of its own but the one a name look-up waits on.
 *
 * <p><b>Why not the JDK's clients.</b> This code runs inside somebody else's JVM, before their {@code main} and beside it.
 * {@code HttpsURLConnection} takes the application's {@code CookieHandler} with no way to decline, takes whatever
 * {@code URLStreamHandlerFactory} is set, sends a failed POST again by itself, keeps sockets in a JVM-wide cache with a timer
 * thread, can bound a single read but not a whole answer (one byte a second wins), and speaks Basic to a tunnelling proxy only if
 * a JVM-wide property was set before its first use. {@code java.net.http.HttpClient} starts a selector thread and a pool, has
 * the same property for proxies, bounds only the wait for the headers, and costs twice the class loading (first secret 0.91 s
 * against 0.47 s, raw, JDK 17). Netty and other clients bring megabytes. What Key Vault needs is a GET and a form POST with answers
 * of a few kilobytes, which is this package: sockets, TLS from the JDK, and a strict reader of HTTP/1.1.
 *
 * <p><b>What it does not do</b>, on purpose: follow redirects (a token must never travel on), cookies, caches, compression,
 * HTTP/2, retries other than the one below, any authentication but Basic to a proxy.
 *
 * <p><b>Connections</b> are kept for reuse up to {@value #IDLE_SECONDS} s. A request that went out on a kept connection and saw
 * not a single byte come back is sent once more on a new one: the server closed it in the meantime. All requests here may be
 * repeated: they read.
 */
public final class HttpTransport implements Transport, AutoCloseable {

    private static final int IDLE_SECONDS = 30;
    private static final int MAX_IDLE = 32;

    private final Trust trust;
    private final ProxyRules proxies;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> busy = new HashSet<>();
    private boolean closed;

    public HttpTransport(Trust trust, ProxyRules proxies) {
        this.trust = trust;
        this.proxies = proxies;
    }

    @Override
    public Response send(Request request, Deadline connecting, Deadline deadline) throws NoAnswer {
        Connection.Target target = Connection.Target.of(request, proxies);
        Connection kept = take(target);
        if (kept != null) {
            Connection.Exchange exchange = new Connection.Exchange();
            try {
                return exchange(kept, request, deadline, exchange);
            } catch (NoAnswer e) {
                if (exchange.anyByte() || e.reason() != NoAnswer.Reason.CLOSED || deadline.over()) {
                    throw e;
                }
            }
        }
        return exchange(open(target, connecting, deadline), request, deadline, new Connection.Exchange());
    }

    private Response exchange(Connection connection, Request request, Deadline deadline, Connection.Exchange exchange)
            throws NoAnswer {
        boolean keep = false;
        try {
            Response response = connection.exchange(request, deadline, exchange);
            keep = exchange.reusable();
            return response;
        } finally {
            release(connection, keep);
        }
    }

    private Connection open(Connection.Target target, Deadline connecting, Deadline deadline) throws NoAnswer {
        Connection connection = Connection.open(target, trust, connecting, deadline);
        synchronized (idle) {
            if (!closed) {
                busy.add(connection);
                return connection;
            }
        }
        connection.close();
        throw new NoAnswer(NoAnswer.Reason.CLOSED, "closed");
    }

    private @Nullable Connection take(Connection.Target target) {
        synchronized (idle) {
            for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
                Connection connection = all.next();
                if (connection.idleFor(Duration.ofSeconds(IDLE_SECONDS))) {
                    all.remove();
                    connection.close();
                } else if (connection.target().equals(target)) {
                    all.remove();
                    busy.add(connection);
                    return connection;
                }
            }
            return null;
        }
    }

    private void release(Connection connection, boolean keep) {
        synchronized (idle) {
            busy.remove(connection);
            if (keep && !closed && idle.size() < MAX_IDLE) {
                connection.idle();
                idle.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    /** Closes every connection; exchanges under way fail. Idempotent. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(Connection::close);
            busy.forEach(Connection::close);
            idle.clear();
            busy.clear();
        }
    }
}
