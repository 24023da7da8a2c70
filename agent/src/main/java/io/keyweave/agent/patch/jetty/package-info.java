/** Jetty: the properties of its {@code *.ini} files. */
@NullMarked
package io.keyweave.agent.patch.jetty;

import org.jspecify.annotations.NullMarked;
