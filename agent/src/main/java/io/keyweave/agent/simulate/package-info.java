/**
 * What a fleet of JVMs asks of its vaults: the real store, scheduler, back-off and rest after a 429 on a virtual clock, before a vault with the documented
 * limits. Behind {@code java -jar keyweave-agent.jar simulate}.
 */
@NullMarked
package io.keyweave.agent.simulate;

import org.jspecify.annotations.NullMarked;
