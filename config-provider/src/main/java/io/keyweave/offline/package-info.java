/** A file of secrets instead of a vault, for a laptop. */
@NullMarked
package io.keyweave.offline;

import org.jspecify.annotations.NullMarked;
