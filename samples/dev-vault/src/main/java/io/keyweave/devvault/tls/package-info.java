/** Keys and X.509 certificates made in the process, by BouncyCastle. */
@NullMarked
package io.keyweave.devvault.tls;

import org.jspecify.annotations.NullMarked;
