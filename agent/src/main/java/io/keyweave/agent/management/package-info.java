/** What the agent shows by JMX. */
@NullMarked
package io.keyweave.agent.management;

import org.jspecify.annotations.NullMarked;
