/** What Keyweave costs: whole processes side by side, and single reads. Run by {@code ./benchmarks}, never by {@code mvn verify}. */
@NullMarked
package io.keyweave.benchmarks;

import org.jspecify.annotations.NullMarked;
