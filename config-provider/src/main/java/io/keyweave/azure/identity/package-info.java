/**
 * Who we are to Entra ID, and the tokens that say so. Tokens, client secrets and assertions never leave this package but in the
 * {@code Authorization} header of a request to the vault they are for, and are in no message.
 */
@NullMarked
package io.keyweave.azure.identity;

import org.jspecify.annotations.NullMarked;
