/** Changes what a class file refers to, for the bridge. */
@NullMarked
package io.keyweave.agent.weave;

import org.jspecify.annotations.NullMarked;
