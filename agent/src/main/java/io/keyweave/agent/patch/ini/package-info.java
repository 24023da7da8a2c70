/** Readers of INI files beside Commons Configuration: what is written in a placeholder's place passes their rules and is exchanged when it is a value. */
@NullMarked
package io.keyweave.agent.patch.ini;

import org.jspecify.annotations.NullMarked;
