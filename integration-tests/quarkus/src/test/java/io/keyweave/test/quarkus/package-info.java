/** A Quarkus fast-jar under the agent. */
@NullMarked
package io.keyweave.test.quarkus;

import org.jspecify.annotations.NullMarked;
