/** Flyway: its configuration files, which it reads into a text before it parses them. */
@NullMarked
package io.keyweave.agent.patch.flyway;

import org.jspecify.annotations.NullMarked;
