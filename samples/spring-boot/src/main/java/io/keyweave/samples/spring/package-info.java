/** A Spring Boot application; nothing in it is about secrets but one line of its configuration. */
@NullMarked
package io.keyweave.samples.spring;

import org.jspecify.annotations.NullMarked;
