/** Applications as anybody writes them; they know nothing of Keyweave and run in forked JVMs. */
@NullMarked
package io.keyweave.test.databases.app;

import org.jspecify.annotations.NullMarked;
