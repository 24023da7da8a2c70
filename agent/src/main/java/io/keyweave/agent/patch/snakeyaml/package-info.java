/** SnakeYAML and SnakeYAML Engine: trusted documents are rewritten where reading begins, and scalars get their secrets when they become nodes. */
@NullMarked
package io.keyweave.agent.patch.snakeyaml;

import org.jspecify.annotations.NullMarked;
