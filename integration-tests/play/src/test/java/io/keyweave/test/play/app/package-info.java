/** What runs within Play. */
@NullMarked
package io.keyweave.test.play.app;

import org.jspecify.annotations.NullMarked;
