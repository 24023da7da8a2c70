/** The mains behind {@code java -jar keyweave-agent.jar check|status|simulate}. */
@NullMarked
package io.keyweave.agent.cli;

import org.jspecify.annotations.NullMarked;
