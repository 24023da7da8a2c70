/**
 * Where a login passes in RabbitMQ's Java client: each is a new connection, made by a factory or by the recovery of a connection that was lost.
 */
@NullMarked
package io.keyweave.agent.patch.rabbitmq;

import org.jspecify.annotations.NullMarked;
