/** Every place that docs/frameworks.md names, with the real framework, in a JVM of its own. */
@NullMarked
package io.keyweave.test.frameworks;

import org.jspecify.annotations.NullMarked;
