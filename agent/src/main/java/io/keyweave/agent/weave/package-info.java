/**
 * Inserts one prologue into methods of class files, without a bytecode library. Depends on the JDK only; runs on the idle path,
 * so: no lambda, no stream, no string concatenation by {@code invokedynamic}.
 */
@NullMarked
package io.keyweave.agent.weave;

import org.jspecify.annotations.NullMarked;
