/** Vert.x Config: files that a file store reads, whatever their format. */
@NullMarked
package io.keyweave.agent.patch.vertx;

import org.jspecify.annotations.NullMarked;
