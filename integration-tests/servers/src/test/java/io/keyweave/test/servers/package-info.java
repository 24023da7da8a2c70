/** Real servers, unpacked and started with their own scripts. */
@NullMarked
package io.keyweave.test.servers;

import org.jspecify.annotations.NullMarked;
