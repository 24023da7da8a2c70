/**
 * A Key Vault and the identity services around it, on loopback. Everything that speaks to it does so as it would to Azure: this
 * package knows nothing of Keyweave, and nothing of Keyweave knows it. It needs the JDK only.
 *
 * <p>Public are {@link io.keyweave.devvault.DevVault}, the services it starts, the faults they can be told to have, and what a
 * service of another cloud is made of (in a package of its own below this one, which knows this one). Nothing
 * here waits without a bound, and closing a {@code DevVault} closes every port, connection and thread it opened.
 */
@NullMarked
package io.keyweave.devvault;

import org.jspecify.annotations.NullMarked;
