/** Azure Key Vault behind the provider SPI: transport, identities, and the table from failure to message. */
@NullMarked
package io.keyweave.azure;

import org.jspecify.annotations.NullMarked;
