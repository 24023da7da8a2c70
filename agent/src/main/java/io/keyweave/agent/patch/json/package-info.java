/** Readers of JSON beside Jackson: where each makes its parser of a stream or reader. */
@NullMarked
package io.keyweave.agent.patch.json;

import org.jspecify.annotations.NullMarked;
