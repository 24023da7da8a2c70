/** A real Play application, started as its own script does. */
@NullMarked
package io.keyweave.test.play;

import org.jspecify.annotations.NullMarked;
