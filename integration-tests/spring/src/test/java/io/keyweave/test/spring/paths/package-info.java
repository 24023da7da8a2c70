/** An application that uses Spring in the ways that are not Spring Boot's. */
@NullMarked
package io.keyweave.test.spring.paths;

import org.jspecify.annotations.NullMarked;
