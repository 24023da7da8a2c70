/**
 * Google Secret Manager, the token endpoints before it and the metadata server, on loopback. Requests are verified as the real
 * services do: signatures, audiences, scopes, ends, the header of the metadata server, permissions and the states of versions.
 *
 * <p>Public are {@link io.keyweave.devvault.gcp.GoogleCloud}, the services it opens beside a {@code DevVault}, and the errors
 * that they can be told to answer with.
 */
@NullMarked
package io.keyweave.devvault.gcp;

import org.jspecify.annotations.NullMarked;
