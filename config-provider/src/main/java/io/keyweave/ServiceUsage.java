package io.keyweave;

import org.jspecify.annotations.Nullable;

/**
 * How much one scheme's service was asked, and what that costs.
 *
 * @param scheme of the placeholders
 * @param requests to the service so far, logins not counted; one that fetched several secrets is one
 * @param cost what its provider says about prices and limits, or {@code null}
 */
public record ServiceUsage(String scheme, long requests, @Nullable RequestCost cost) {}
