/** An application that reads its environment again and again and counts what that costs in memory. */
@NullMarked
package io.keyweave.test.spring.allocation;

import org.jspecify.annotations.NullMarked;
