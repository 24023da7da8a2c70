/** Fails a Spring test that would see a placeholder as text. Found by {@code META-INF/spring.factories}. */
@NullMarked
package io.keyweave.junit.spring;

import org.jspecify.annotations.NullMarked;
