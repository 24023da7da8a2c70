/** Frameworks that copy the environment and the system properties when they start: nothing is changed, but the log says so. */
@NullMarked
package io.keyweave.agent.patch.copies;

import org.jspecify.annotations.NullMarked;
