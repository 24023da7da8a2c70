/** Logins of Kafka's clients; what they know of Kafka they know by name. */
@NullMarked
package io.keyweave.agent.patch.kafka;

import org.jspecify.annotations.NullMarked;
