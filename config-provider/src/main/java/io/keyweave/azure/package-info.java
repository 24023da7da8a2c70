/** Azure Key Vault behind the provider SPI: the SDK's client and what decides about its tokens, and the table from failure to message. */
@NullMarked
package io.keyweave.azure;

import org.jspecify.annotations.NullMarked;
