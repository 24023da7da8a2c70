package io.keyweave.agent.login;

import org.jspecify.annotations.Nullable;

/**
 * What a database said when it refused a login. The exception itself is not kept: it holds the class loader of its driver, and every class
 * on the stack, of an application that may be gone by then.
 *
 * @param sqlState as in {@code SQLException.getSQLState()}
 * @param vendorCode as in {@code SQLException.getErrorCode()}
 */
public record ErrorCode(@Nullable String sqlState, int vendorCode) {}
