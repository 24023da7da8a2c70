/**
 * Keys and X.509 certificates made in the process. The JDK reads certificates but has no public way to write one, and starting
 * {@code keytool} costs more than everything else the dev vault does at start. Depends on the JDK only.
 */
@NullMarked
package io.keyweave.devvault.tls;

import org.jspecify.annotations.NullMarked;
