/** HOCON for code that uses the library: Config in, resolved Config out. The only package that needs com.typesafe:config. */
@NullMarked
package io.keyweave.hocon;

import org.jspecify.annotations.NullMarked;
