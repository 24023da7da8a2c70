/**
 * What a fleet of JVMs asks of its vaults: the real store, scheduler and back-off on a virtual clock, before a vault with the documented
 * limits. Behind {@code java -jar keyweave-agent.jar simulate}.
 */
@NullMarked
package io.keyweave.simulate;

import org.jspecify.annotations.NullMarked;
