/** Clocks, timers and threads; real and virtual. Knows only the JDK. */
@NullMarked
package io.keyweave.time;

import org.jspecify.annotations.NullMarked;
