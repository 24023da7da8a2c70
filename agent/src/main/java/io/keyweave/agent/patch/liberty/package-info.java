/** Open Liberty: files of deployed applications, which it reads through a file system of its own. */
@NullMarked
package io.keyweave.agent.patch.liberty;

import org.jspecify.annotations.NullMarked;
