package io.keyweave.azure;

import com.azure.core.util.Context;
import io.keyweave.azure.identity.Audience;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of the SDK's client: what it may take, and what was seen on the way. Travels in the call's {@link Context}, so that the
 * deadline reaches the socket without a thread-local. Used by one thread.
 */
final class VaultCall {

    private static final String KEY = "keyweave-call";

    /** Where ids of requests begin in this process: ids only have to differ, so none is taken from the JVM's secure random numbers. */
    private static final long PROCESS = System.nanoTime() ^ ((long) System.identityHashCode(VaultCall.class) << 32);

    private static final AtomicLong REQUESTS = new AtomicLong();

    private final Deadline deadline;
    private final boolean onNewConnection;
    private @Nullable Audience audience;
    private @Nullable ClientResponse response;

    VaultCall(Deadline deadline, boolean onNewConnection) {
        this.deadline = deadline;
        this.onNewConnection = onNewConnection;
    }

    static VaultCall of(Context context) {
        return (VaultCall)
                context.getData(KEY).orElseThrow(() -> new IllegalStateException("called without its deadline"));
    }

    Context context() {
        return new Context(KEY, this);
    }

    /** The client request id of the next request, in the only form that the vault repeats in its answer. */
    static String nextRequestId() {
        return new UUID(PROCESS, REQUESTS.incrementAndGet()).toString();
    }

    Deadline deadline() {
        return deadline;
    }

    @Nullable
    Audience audience() {
        return audience;
    }

    void audience(@Nullable Audience chosen) {
        audience = chosen;
    }

    /** The last answer, or {@code null}. */
    @Nullable
    ClientResponse response() {
        return response;
    }

    ClientResponse send(Transport transport, ClientRequest request) throws TransportException {
        response = null;
        response = transport.send(onNewConnection ? request.overNewConnection() : request, deadline);
        return response;
    }
}
