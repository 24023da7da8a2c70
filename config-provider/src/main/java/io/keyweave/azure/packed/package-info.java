/**
 * What the packages that carry the Azure SDK for themselves alone, the agent and the jars for Kafka, register as its services. The
 * library's own jar registers neither: there the SDK, its mapper and its log are the application's. Used by no class here.
 */
@NullMarked
package io.keyweave.azure.packed;

import org.jspecify.annotations.NullMarked;
