/**
 * Spring and Spring Boot. A secret must pass Spring's own <code>${..}</code> and <code>#{..}</code> untouched and must not be shown by the actuator, so
 * between the place where a text is read and the place where the application gets it a {@linkplain io.keyweave.agent.patch.spring.SpringMarkers marker}
 * represents it. No class of Spring is on our class path.
 */
@NullMarked
package io.keyweave.agent.patch.spring;

import org.jspecify.annotations.NullMarked;
