/** OpenTelemetry: the agent's numbers in the meter that the JVM's exporter reads. */
@NullMarked
package io.keyweave.agent.patch.opentelemetry;

import org.jspecify.annotations.NullMarked;
