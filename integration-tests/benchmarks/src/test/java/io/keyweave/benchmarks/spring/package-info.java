/** A Spring Boot web application that knows nothing of Keyweave nor of Azure. Compiled here, run on class paths of its own. */
@NullMarked
package io.keyweave.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
