/** What patches of several libraries share. Each library has a package below this one, and its list there. */
@NullMarked
package io.keyweave.agent.patch;

import org.jspecify.annotations.NullMarked;
