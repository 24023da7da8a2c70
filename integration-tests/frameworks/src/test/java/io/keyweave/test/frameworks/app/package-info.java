/** Applications of the tests: each reads configuration as its framework's documentation shows, and prints what it got. */
@NullMarked
package io.keyweave.test.frameworks.app;

import org.jspecify.annotations.NullMarked;
