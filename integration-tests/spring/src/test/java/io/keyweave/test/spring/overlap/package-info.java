/** An application that starts while its secrets are fetched. */
@NullMarked
package io.keyweave.test.spring.overlap;

import org.jspecify.annotations.NullMarked;
