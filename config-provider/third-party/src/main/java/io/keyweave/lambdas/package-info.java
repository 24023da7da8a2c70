/** Lambdas as classes of a jar, not of the JVM's making. Runs while the project is built, and is part of nothing that users get. */
@NullMarked
package io.keyweave.lambdas;

import org.jspecify.annotations.NullMarked;
