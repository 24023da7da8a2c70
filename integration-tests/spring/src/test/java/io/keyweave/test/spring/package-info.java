/** Spring Boot applications under the agent, started as users start them. */
@NullMarked
package io.keyweave.test.spring;

import org.jspecify.annotations.NullMarked;
