/** Log4j 2 reads its configuration into memory before a parser sees it. */
@NullMarked
package io.keyweave.agent.patch.log4j;

import org.jspecify.annotations.NullMarked;
