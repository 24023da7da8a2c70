/**
 * Google Secret Manager, scheme {@code gcp}: an extension of the agent, and a jar for the class path and for Kafka's plug-in folder. It
 * sees the published API of Keyweave, and brings Keyweave's HTTP client and google-auth-library along under names of its own.
 */
@NullMarked
package io.keyweave.gcp;

import org.jspecify.annotations.NullMarked;
