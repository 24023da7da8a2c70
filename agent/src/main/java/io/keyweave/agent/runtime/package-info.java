/** What patches and the start share: settings, resolver and trust of this JVM, and how it ends when a placeholder is not available. */
@NullMarked
package io.keyweave.agent.runtime;

import org.jspecify.annotations.NullMarked;
