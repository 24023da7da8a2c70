/**
 * What is published and stays stable: references, secrets, the provider SPI, the resolver and its values. Depends on the JDK and on
 * {@link io.keyweave.settings}, which is published too; on nothing that is internal.
 */
@NullMarked
package io.keyweave;

import org.jspecify.annotations.NullMarked;
