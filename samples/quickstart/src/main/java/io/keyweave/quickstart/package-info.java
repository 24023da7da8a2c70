/** What {@code ./quickstart} runs: a vault on loopback, and an application under the agent, seen from outside. */
@NullMarked
package io.keyweave.quickstart;

import org.jspecify.annotations.NullMarked;
