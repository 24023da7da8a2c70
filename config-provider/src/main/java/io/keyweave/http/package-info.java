/**
 * A few small HTTPS requests with no trace in the JVM: no global authenticator, cookie handler, proxy selector, URL stream
 * handler, SSL default or keep-alive thread is read or changed. Knows nothing of Azure. Depends only on the JDK, the
 * time line and {@link io.keyweave.time.KeyweaveThreads}.
 */
@NullMarked
package io.keyweave.http;

import org.jspecify.annotations.NullMarked;
