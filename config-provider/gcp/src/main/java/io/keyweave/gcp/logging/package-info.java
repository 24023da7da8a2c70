/**
 * Stands in for {@code java.util.logging} in Google's libraries: while packing, their references to that package are redirected here. They
 * make a logger per class as soon as it is loaded, and the first logger of a JVM starts the log manager, which is the application's to choose in
 * its {@code main}.
 */
@NullMarked
package io.keyweave.gcp.logging;

import org.jspecify.annotations.NullMarked;
