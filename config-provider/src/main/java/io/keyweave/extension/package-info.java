/**
 * Providers from jars that the setting {@code extensions} names, each in a class loader of its own. Knows the published API, and nothing of what is
 * done with a provider.
 */
@NullMarked
package io.keyweave.extension;

import org.jspecify.annotations.NullMarked;
