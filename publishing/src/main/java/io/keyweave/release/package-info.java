/** Checks of what {@code ./release} made, before anything is published. Used by the build only. */
@NullMarked
package io.keyweave.release;

import org.jspecify.annotations.NullMarked;
