/** Real servers, real drivers, unmodified pools, and passwords that are rotated under load. */
@NullMarked
package io.keyweave.test.databases;

import org.jspecify.annotations.NullMarked;
