/**
 * What happens in {@code premain}: opening the JDK to ourselves, defining the bridge, patching, fetching, and ending the JVM when a
 * placeholder is not available. Classes here run on the idle path unless they say otherwise.
 */
@NullMarked
package io.keyweave.agent.startup;

import org.jspecify.annotations.NullMarked;
