/**
 * Between a JVM and the commands {@code status}, {@code refresh} and {@code report}: a socket in a directory that only the JVM's user may enter. No port
 * of the network is opened.
 */
@NullMarked
package io.keyweave.agent.control;

import org.jspecify.annotations.NullMarked;
