/** The process-wide store: ttl, jitter, single flight, stale, revocation, listeners. */
@NullMarked
package io.keyweave.store;

import org.jspecify.annotations.NullMarked;
