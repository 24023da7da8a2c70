package io.keyweave.devvault;

import java.time.Instant;

/**
 * A request a service of the dev vault received, without anything secret: no header, no body, and of the query only what names
 * no secret.
 *
 * @param service who received it, such as {@code vault contoso}, {@code entra} or {@code imds}
 * @param path the path, or what {@link Handler#subject} says in its place
 * @param status what was answered; 0 when a fault left the request without a complete answer
 * @param authenticated whether it carried a bearer token or a signature
 * @param at when it had been read
 */
public record RecordedRequest(
        String service, String method, String path, int status, boolean authenticated, Instant at) {}
