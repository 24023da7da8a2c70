/** Vert.x' reactive PostgreSQL client. */
@NullMarked
package io.keyweave.agent.patch.vertxpg;

import org.jspecify.annotations.NullMarked;
