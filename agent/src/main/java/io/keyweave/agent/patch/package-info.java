/**
 * What woven methods do: one class per patched class, and the machinery that calls it. A patch never harms: whatever it throws by
 * accident is counted in {@link io.keyweave.agent.patch.Suppressed} and the method runs as if it had not been patched.
 */
@NullMarked
package io.keyweave.agent.patch;

import org.jspecify.annotations.NullMarked;
