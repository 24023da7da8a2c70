/**
 * Logins with rotated credentials: which secret a password came from, which version to begin with, what to do when it is refused. Pure
 * logic without any driver and without a clock of its own; {@code io.keyweave.agent.patch.jdbc} and its siblings say where in a driver a
 * login passes. Passwords are never logged, never put into an exception, and never kept except the one that last worked.
 */
@NullMarked
package io.keyweave.agent.login;

import org.jspecify.annotations.NullMarked;
