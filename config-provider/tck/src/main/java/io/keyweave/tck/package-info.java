/** Tests that the author of a provider extends. */
@NullMarked
package io.keyweave.tck;

import org.jspecify.annotations.NullMarked;
