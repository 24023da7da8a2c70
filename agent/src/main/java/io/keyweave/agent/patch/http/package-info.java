/**
 * Where a login passes in the JDK's two HTTP clients: {@code java.net.Authenticator} is asked for a password, and each client tells in a place
 * of its own what became of it. Nothing here is loaded, and no class patched, before there are secrets.
 */
@NullMarked
package io.keyweave.agent.patch.http;

import org.jspecify.annotations.NullMarked;
