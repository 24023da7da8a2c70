/** WildFly: values of its management model, which {@code standalone.xml} is read into. */
@NullMarked
package io.keyweave.agent.patch.wildfly;

import org.jspecify.annotations.NullMarked;
