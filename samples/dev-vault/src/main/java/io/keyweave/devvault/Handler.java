package io.keyweave.devvault;

/** What is behind a {@link LoopbackService}. Called by many connections at once. */
public interface Handler {

    ServerResponse handle(ReceivedRequest request);

    /** An error of this status as this service words it, for a fault that replaces the answer. */
    ServerResponse problem(int status);

    /** What {@link RecordedRequest#path} says of this request: an API with one path for everything names the operation. */
    default String subject(ReceivedRequest request) {
        return request.path();
    }

    /** Whether the request carries what shows who sends it. */
    default boolean authenticated(ReceivedRequest request) {
        return request.bearerToken() != null;
    }
}
