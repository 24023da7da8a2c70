package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour.Connect;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server on a port of loopback, and the faults, latency and journal of the service behind it.
 *
 * <p>Why not the JDK's {@code HttpsServer}: any request on any kept connection may meet a fault of the wire (half an answer and
 * a reset, bytes that are no HTTP, one byte at a time, silence), any connection another certificate or no TLS at all, and the
 * port itself closes and opens under its number. That server shows neither its socket nor its TLS layer to a handler, and a
 * proxy before it would see TLS only. So it could serve the healthy answers alone, and this class would still be needed beside
 * it, on the same port: two servers for one service.
 *
 * <p>Every connection has a daemon thread: the clients of a dev vault are few, and a thread that may block is what makes
 * faults of the wire simple.
 */
final class LoopbackServer implements AutoCloseable {

    private final String name;
    private final @Nullable Certificates certificates;
    private final Handler handler;
    private final Faults faults;
    private final Journal journal = new Journal();
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Port port;
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;

    /** @param certificates what to speak TLS with; null speaks plain HTTP */
    LoopbackServer(String name, int port, @Nullable Certificates certificates, Handler handler, Faults faults)
            throws IOException {
        this.name = name;
        this.certificates = certificates;
        this.handler = handler;
        this.faults = faults;
        this.port = new Port(name, port, this::accepted);
    }

    String name() {
        return name;
    }

    int port() {
        return port.number();
    }

    Handler handler() {
        return handler;
    }

    Faults faults() {
        return faults;
    }

    Journal journal() {
        return journal;
    }

    /** Connections accepted so far. */
    int connections() {
        return accepted.get();
    }

    Duration latency() {
        return latency;
    }

    void latency(Duration latency) {
        this.latency = latency;
    }

    @Nullable
    SSLContext tls(@Nullable Connect fault) {
        if (certificates == null) {
            return null;
        }
        return switch (fault == null ? Connect.ConnectFault.SLOW : fault.how()) {
            case EXPIRED_CERTIFICATE -> certificates.expired();
            case WRONG_HOST_CERTIFICATE -> certificates.wrongHost();
            case UNTRUSTED_CERTIFICATE -> certificates.untrusted();
            default -> certificates.good();
        };
    }

    /**
     * Adds faults. One that concerns connecting also ends the connections there are, so that a client with a warm connection
     * pool meets it too.
     */
    void fault(Fault... more) {
        for (Fault fault : more) {
            faults.add(fault);
            if (fault.behaviour() instanceof Connect connect) {
                switch (connect.how()) {
                    case REFUSED -> port.refuse();
                    case BLACK_HOLE -> port.swallow();
                    default -> {}
                }
                dropConnections();
            }
        }
    }

    void clearFaults() {
        faults.clear();
        port.open();
        dropConnections();
    }

    /** Waits, unless the endpoint closes. */
    void pause(Duration duration) {
        if (!duration.isZero()) {
            try {
                boolean unused = closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        port.close();
        dropConnections();
    }

    private void dropConnections() {
        connections.forEach(ServerConnection::close);
    }

    private void accepted(Socket socket) {
        accepted.incrementAndGet();
        ServerConnection connection = new ServerConnection(this, socket);
        connections.add(connection);
        Thread thread = new Thread(
                () -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                },
                "dev-vault " + name + " connection");
        thread.setDaemon(true);
        thread.start();
    }
}
