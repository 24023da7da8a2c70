package io.keyweave.http;

import io.keyweave.time.KeyweaveThreads;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made on a thread of its own while the caller gets ready what the first request needs. The request then finds it. If there is none,
 * that is the request's failure, too: a second attempt would have no time left to tell why.
 */
public final class EarlyConnection {

    /** The connecting thread ends at the deadline itself, and tells why. */
    private static final long MARGIN_MILLIS = 500;

    private final URI address;
    private final Deadline deadline;
    private final Thread thread;
    private volatile @Nullable TransportException failure;

    private EarlyConnection(String thread, Transport transport, URI address, Deadline deadline) {
        this.address = address;
        this.deadline = deadline;
        this.thread = KeyweaveThreads.single(thread, () -> {
            try {
                transport.hold(ClientRequest.get(address), deadline).close();
            } catch (TransportException e) {
                failure = e;
            }
        });
    }

    /** @param thread its name */
    public static EarlyConnection begin(String thread, Transport transport, URI address, Deadline deadline) {
        EarlyConnection early = new EarlyConnection(thread, transport, address, deadline);
        early.thread.start();
        return early;
    }

    /** Whom it leads to. */
    public String authority() {
        return address.getAuthority();
    }

    /**
     * Waits until it is there.
     *
     * @throws TransportException when it cannot be made
     */
    public void await() throws TransportException {
        try {
            thread.join(deadline.left().toMillis() + MARGIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TransportException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
