/** Vert.x' reactive SQL clients: PostgreSQL's follows a rotation. */
@NullMarked
package io.keyweave.agent.patch.vertxpg;

import org.jspecify.annotations.NullMarked;
