/** A Spring Boot application as anybody writes it; it knows nothing of Keyweave and runs in a forked JVM. */
@NullMarked
package io.keyweave.test.spring.app;

import org.jspecify.annotations.NullMarked;
