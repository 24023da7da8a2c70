/** The application. */
@NullMarked
package io.keyweave.test.quarkus.app;

import org.jspecify.annotations.NullMarked;
