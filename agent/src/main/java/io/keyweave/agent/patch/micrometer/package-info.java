/** Micrometer: the agent's meters in the application's registries. */
@NullMarked
package io.keyweave.agent.patch.micrometer;

import org.jspecify.annotations.NullMarked;
