/** A file of secrets in place of a vault, for a laptop. */
@NullMarked
package io.keyweave.offline;

import org.jspecify.annotations.NullMarked;
