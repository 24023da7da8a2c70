/** A servlet container; it knows neither the application nor Keyweave and runs in a forked JVM. */
@NullMarked
package io.keyweave.test.spring.container;

import org.jspecify.annotations.NullMarked;
