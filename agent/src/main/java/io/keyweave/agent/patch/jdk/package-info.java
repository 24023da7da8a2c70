/** What is patched in the JDK: {@code Properties}, the environment, class loaders' streams, and what shows raw values to whoever attaches. */
@NullMarked
package io.keyweave.agent.patch.jdk;

import org.jspecify.annotations.NullMarked;
