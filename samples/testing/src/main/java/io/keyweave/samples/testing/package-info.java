@NullMarked
package io.keyweave.samples.testing;

import org.jspecify.annotations.NullMarked;
