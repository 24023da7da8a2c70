/**
 * What everybody meets: references, secrets, the provider SPI and the resolver. Depends on nothing but the JDK and on the
 * packages below it for its defaults.
 */
@NullMarked
package io.keyweave;

import org.jspecify.annotations.NullMarked;
