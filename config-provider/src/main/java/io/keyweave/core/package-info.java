/** Puts the parts together: what is behind {@link io.keyweave.SecretResolver}. Internal; everything below may be used, nothing but entry points use it. */
@NullMarked
package io.keyweave.core;

import org.jspecify.annotations.NullMarked;
