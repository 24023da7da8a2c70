/** Text to template: the grammar of placeholders. Depends only on the JDK, the settings and {@code io.keyweave}'s value types. */
@NullMarked
package io.keyweave.placeholder;

import org.jspecify.annotations.NullMarked;
