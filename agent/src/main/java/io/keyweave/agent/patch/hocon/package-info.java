/**
 * HOCON (com.typesafe:config, 1.3.0 and later, in any number of class loaders): placeholders of trusted text become templates in HOCON's own tree.
 * What is patched is loading; reading is not. Depends on HOCON by names only, {@code KeyweaveString} aside, which is compiled here and
 * defined beside the application's HOCON.
 */
@NullMarked
package io.keyweave.agent.patch.hocon;

import org.jspecify.annotations.NullMarked;
