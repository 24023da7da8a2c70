package io.keyweave.aws;

import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.EarlyConnection;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One fetch: what it may take, and what was seen on the way. A thread-local, because the SDK carries nothing of a call's own down to its HTTP
 * client, while everything a synchronous client does, logins included, it does on the caller's thread.
 */
final class Call implements AutoCloseable {

    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final Transport transport;
    private final Deadline deadline;
    private final long begun = System.nanoTime();
    private @Nullable ClientResponse response;
    private @Nullable String host;
    private @Nullable TransportException silence;
    private @Nullable EarlyConnection early;
    private boolean onNewConnection;

    private Call(Transport transport, Deadline deadline) {
        this.transport = transport;
        this.deadline = deadline;
    }

    static Call begin(Transport transport, Deadline deadline) {
        Call call = new Call(transport, deadline);
        CURRENT.set(call);
        return call;
    }

    static @Nullable Call current() {
        return CURRENT.get();
    }

    Transport transport() {
        return transport;
    }

    /** Begins to connect. */
    void connect(URI address) {
        early = EarlyConnection.begin("keyweave-aws-connection", transport, address, deadline);
    }

    /** Whether {@link #awaitConnection} waits for something. */
    boolean connecting() {
        return early != null;
    }

    /** Until it is there. */
    void awaitConnection() throws TransportException {
        EarlyConnection begun = early;
        if (begun == null) {
            return;
        }
        early = null;
        try {
            begun.await();
        } catch (TransportException e) {
            host = begun.authority();
            silence = e;
            throw e;
        }
    }

    ClientResponse send(ClientRequest request) throws TransportException {
        response = null;
        silence = null;
        host = request.uri().getAuthority();
        try {
            response = transport.send(onNewConnection ? request.overNewConnection() : request, deadline);
            return response;
        } catch (TransportException e) {
            silence = e;
            throw e;
        }
    }

    /** From now on requests go out on connections that carried nothing before. */
    void onNewConnection() {
        onNewConnection = true;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The last answer, or {@code null}. */
    @Nullable
    ClientResponse response() {
        return response;
    }

    /** Why the last request had no answer, or {@code null} when it had one. */
    @Nullable
    TransportException silence() {
        return silence;
    }

    /** Whom the last request went to, or {@code null} when there was none. */
    @Nullable
    String host() {
        return host;
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
