/** Packs the agent's jar. Runs in the build only and is not packed itself. */
@NullMarked
package io.keyweave.agent.packaging;

import org.jspecify.annotations.NullMarked;
