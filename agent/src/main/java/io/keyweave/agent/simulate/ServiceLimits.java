package io.keyweave.agent.simulate;

import io.keyweave.ConfigProvider;
import io.keyweave.RequestCost;
import io.keyweave.azure.KeyVaultProvider;
import io.keyweave.extension.Extensions;
import io.keyweave.placeholder.PlaceholderParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service answers in ten seconds, and what that costs.
 *
 * @param container what the limit is counted for
 * @param limit requests that one container answers
 * @param ofAll requests that all of them together answer
 * @param batches of requests for several secrets, how many one container answers
 * @param cost as its provider says
 */
record ServiceLimits(String container, int limit, int ofAll, int batches, RequestCost cost) {

    /** A subscription answers five times what one vault does. */
    private static final int VAULTS_OF_A_SUBSCRIPTION = 5;

    static ServiceLimits ofKeyVault() {
        try (ConfigProvider provider = new KeyVaultProvider()) {
            ServiceLimits one = of(provider.scheme(), provider.cost());
            return new ServiceLimits(
                    one.container, one.limit, VAULTS_OF_A_SUBSCRIPTION * one.limit, one.batches, one.cost);
        }
    }

    /**
     * Of a scheme that an extension brings.
     *
     * @throws IllegalArgumentException when there is no such extension, or it says nothing about limits
     */
    static ServiceLimits of(String scheme, List<String> extensions) {
        if (scheme.equals(PlaceholderParser.KEY_VAULT)) {
            return ofKeyVault();
        }
        Extensions opened = Extensions.open(extensions);
        ConfigProvider provider = opened.of(scheme);
        if (provider == null) {
            throw new IllegalArgumentException("no extension has the scheme " + scheme
                    + ": name its jar with --extensions. " + String.join(" ", opened.problems()));
        }
        return of(scheme, provider.cost());
    }

    private static ServiceLimits of(String scheme, @Nullable RequestCost cost) {
        if (cost == null) {
            throw new IllegalArgumentException("the provider of " + scheme + ": says nothing about limits and prices");
        }
        return new ServiceLimits(
                cost.limitedPer(),
                inTenSeconds(cost.requests(), cost),
                Integer.MAX_VALUE,
                inTenSeconds(cost.batches(), cost),
                cost);
    }

    private static int inTenSeconds(int inWindow, RequestCost cost) {
        double windows =
                SimulatedVaults.WINDOW_SECONDS * 1_000.0 / cost.window().toMillis();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE / 8, Math.round(inWindow * windows)));
    }

    /** How many secrets of one container a start puts into one request. */
    int secretsPerRequest() {
        return Math.max(1, cost.secretsPerRequest());
    }
}
