package io.keyweave.http;

/** Carries a request to its host and the answer back. Thread-safe. */
public interface Transport {

    /**
     * Sends and waits for the complete answer.
     *
     * @param connecting bounds name look-up and connect; not later than {@code deadline}
     * @param deadline bounds all of it
     * @throws TransportException when there is none by the deadline, or nothing that is HTTP
     */
    ClientResponse send(ClientRequest request, Deadline connecting, Deadline deadline) throws TransportException;

    /**
     * Opens a connection, or takes one that is there, for a request that cannot be sent yet. Nobody else uses it until the result is closed;
     * the next request to that host then finds it. Does nothing when many are kept back already.
     *
     * @throws TransportException when there is none by the deadline
     */
    default Held hold(ClientRequest request, Deadline deadline) throws TransportException {
        return () -> {};
    }

    /**
     * Closes the connections kept for this request's host: an answer came that was meant for another request. Exchanges under way
     * go on.
     */
    default void discardKept(ClientRequest request) {}

    /** A connection kept back. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** As {@link #send(Request, Deadline, Deadline)}, with one deadline for everything. */
    default ClientResponse send(ClientRequest request, Deadline deadline) throws TransportException {
        return send(request, deadline, deadline);
    }
}
