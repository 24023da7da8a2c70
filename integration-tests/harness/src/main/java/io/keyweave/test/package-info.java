/** What the tests of every module share: JDKs to run on, and forked JVMs to look at from outside. Knows nothing of the product's classes. */
@NullMarked
package io.keyweave.test;

import org.jspecify.annotations.NullMarked;
