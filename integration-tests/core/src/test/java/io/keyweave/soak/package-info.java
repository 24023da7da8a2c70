/** The soak test, run by {@code ./soak} and not by the build: {@link io.keyweave.soak.Soak} is the operator, {@link
 * io.keyweave.soak.SoakReaders} the application. */
package io.keyweave.soak;
