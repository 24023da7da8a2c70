/** An application with a connection pool, and the demonstration that rotates its password while it serves. */
@NullMarked
package io.keyweave.samples.jdbc;

import org.jspecify.annotations.NullMarked;
