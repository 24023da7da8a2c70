package io.keyweave.devvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service of the dev vault on a port of its own: what it was asked, how slow it is, and what is wrong with it. Thread-safe. */
public abstract class LoopbackService {

    private final LoopbackServer server;

    /**
     * Opens on the next port of this dev vault, and closes with it.
     *
     * @param tls whether to speak TLS, with the dev vault's certificate, or plain HTTP
     */
    protected LoopbackService(DevVault dev, String name, boolean tls, Handler handler) {
        this(name, dev.nextPort(), tls ? dev.certificates() : null, handler, new Faults());
        dev.closeWith(this);
    }

    /** @param certificates what to speak TLS with; null speaks plain HTTP */
    protected LoopbackService(
            String name, int port, @Nullable Certificates certificates, Handler handler, Faults faults) {
        try {
            this.server = new LoopbackServer(name, port, certificates, handler, faults);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be opened for " + name, e);
        }
    }

    /** The port on loopback. Stays the same through faults. */
    public final int port() {
        return server.port();
    }

    /** What was asked since the start or the last {@link #forget}, oldest first; the newest ten thousand. */
    public final List<RecordedRequest> requests() {
        return server.journal().all();
    }

    /** How many connections were accepted since the start. */
    public final int connections() {
        return server.connections();
    }

    /** The same, and forgets them: each request is in one answer, for those who look again and again. */
    public final List<RecordedRequest> takeRequests() {
        return server.journal().take();
    }

    /** Empties the record of requests. */
    public final void forget() {
        server.journal().clear();
    }

    /** How long every answer is held back from now on. */
    public final void latency(Duration latency) {
        server.latency(latency);
    }

    /** Adds faults to those there are; the first that meets a request wins. */
    public final void fault(Fault... faults) {
        server.fault(faults);
    }

    /** Healthy again, on the same port. Open connections end. */
    public final void clearFaults() {
        server.clearFaults();
    }

    final void close() {
        server.close();
    }
}
