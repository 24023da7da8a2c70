package io.keyweave.azure.http;

/** Carries a request to its host and the answer back. Thread-safe. */
public interface Transport {

    /**
     * Sends and waits for the complete answer.
     *
     * @param connecting bounds name look-up and connect; not later than {@code deadline}
     * @param deadline bounds all of it
     * @throws NoAnswer when there is none by the deadline, or nothing that is HTTP
     */
    Response send(Request request, Deadline connecting, Deadline deadline) throws NoAnswer;

    /** As {@link #send(Request, Deadline, Deadline)}, with one deadline for everything. */
    default Response send(Request request, Deadline deadline) throws NoAnswer {
        return send(request, deadline, deadline);
    }
}
