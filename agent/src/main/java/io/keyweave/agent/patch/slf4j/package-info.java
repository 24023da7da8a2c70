/** SLF4J: notices when the application's log is set up, so that our lines can go there. */
@NullMarked
package io.keyweave.agent.patch.slf4j;

import org.jspecify.annotations.NullMarked;
