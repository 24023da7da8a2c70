/** The mains behind {@code java -jar keyweave-agent.jar check|status|simulate}. */
@NullMarked
package io.keyweave.agent.command;

import org.jspecify.annotations.NullMarked;
