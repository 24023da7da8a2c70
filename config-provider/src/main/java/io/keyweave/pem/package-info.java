/**
 * A certificate as Key Vault hands it out (a secret holding PKCS#12 or PEM) as the PEM texts that servers and clients want. Depends
 * only on the JDK.
 */
@NullMarked
package io.keyweave.pem;

import org.jspecify.annotations.NullMarked;
