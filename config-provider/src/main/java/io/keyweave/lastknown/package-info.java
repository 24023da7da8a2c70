/** The last values of secrets in encrypted files, for a start that finds the vault down. Nothing here runs without {@code last-known}. */
@NullMarked
package io.keyweave.lastknown;

import org.jspecify.annotations.NullMarked;
