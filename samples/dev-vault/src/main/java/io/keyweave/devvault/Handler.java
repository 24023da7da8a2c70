package io.keyweave.devvault;

/** What stands behind an {@link Endpoint}. Called by many connections at once. */
interface Handler {

    ServerResponse handle(ReceivedRequest request);

    /** An error of this status as this service words it, for a fault that replaces the answer. */
    ServerResponse problem(int status);
}
