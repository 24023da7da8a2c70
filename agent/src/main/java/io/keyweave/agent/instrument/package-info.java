/**
 * The machinery of patches, for any class: finds the class, puts a call in front of its methods with Byte Buddy's ASM, and runs what a patch
 * wants done. A patch never harms: whatever it throws by internal error is counted in {@link io.keyweave.agent.instrument.InternalErrors} and the method
 * runs as if it had not been patched. Knows no library and nothing of secrets.
 */
@NullMarked
package io.keyweave.agent.instrument;

import org.jspecify.annotations.NullMarked;
