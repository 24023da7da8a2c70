/** One table of settings, and the values read from it. Depends only on the JDK. */
@NullMarked
package io.keyweave.settings;

import org.jspecify.annotations.NullMarked;
