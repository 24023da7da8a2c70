/**
 * Tests of an application against a vault in the test's own JVM: {@link io.keyweave.junit.DevVault} on the test class, {@link
 * io.keyweave.junit.TestVault} as a parameter.
 */
@NullMarked
package io.keyweave.junit;

import org.jspecify.annotations.NullMarked;
