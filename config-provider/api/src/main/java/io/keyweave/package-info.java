/**
 * What is published and stays stable. This module holds what a provider of secrets is written against: a type or method that is here stays, and
 * what a provider must implement is never added to, only what it may. It depends on the JDK alone; {@code docs/write-a-provider.md} goes through
 * an example.
 *
 * <p>The library holds the rest of the package, what an application calls: the resolver and its values. Those depend on {@code io.keyweave.settings}
 * besides, which is published too, and on nothing that is internal.
 */
@NullMarked
package io.keyweave;

import org.jspecify.annotations.NullMarked;
