/** Readers of TOML beside Jackson's. */
@NullMarked
package io.keyweave.agent.patch.toml;

import org.jspecify.annotations.NullMarked;
