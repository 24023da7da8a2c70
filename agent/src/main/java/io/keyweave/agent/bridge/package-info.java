/**
 * The one class that woven code, and so the JDK and every library, can name. The packing step renames it to
 * {@code java.util.TooManyListenersException}, for which it stands in; it uses JDK types only.
 */
@NullMarked
package io.keyweave.agent.bridge;

import org.jspecify.annotations.NullMarked;
