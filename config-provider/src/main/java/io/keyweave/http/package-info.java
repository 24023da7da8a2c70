/**
 * An HTTP client on the JDK's sockets, for a few small HTTPS requests with no trace in the JVM: no global authenticator, cookie
 * handler, proxy selector, URL stream handler, SSL default or keep-alive thread is read or changed. It knows nothing of Azure, and of
 * this library only the time line and {@link io.keyweave.time.KeyweaveThreads}; a test holds that. Why not {@code java.net.http}:
 * docs/architecture.md.
 */
@NullMarked
package io.keyweave.http;

import org.jspecify.annotations.NullMarked;
