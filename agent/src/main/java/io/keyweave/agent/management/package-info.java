/** What the agent shows by JMX: interfaces only. The one package of the agent that its module exports, because the JMX server calls them by reflection. */
@NullMarked
package io.keyweave.agent.management;

import org.jspecify.annotations.NullMarked;
