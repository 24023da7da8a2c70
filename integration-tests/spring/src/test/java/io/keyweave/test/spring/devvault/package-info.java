/** Tests as an application has them, run in JVMs of their own by {@code DevVaultIT}. */
@NullMarked
package io.keyweave.test.spring.devvault;

import org.jspecify.annotations.NullMarked;
