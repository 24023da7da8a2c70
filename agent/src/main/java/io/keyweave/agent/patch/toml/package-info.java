/** Readers of TOML beside Jackson's. A string of TOML in double quotes has the escapes of JSON. */
@NullMarked
package io.keyweave.agent.patch.toml;

import org.jspecify.annotations.NullMarked;
