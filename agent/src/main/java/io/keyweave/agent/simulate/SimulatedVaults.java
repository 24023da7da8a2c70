package io.keyweave.agent.simulate;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.store.Fetcher;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Vaults that answer after a latency and refuse with 429 what goes beyond
 * <a href="https://learn.microsoft.com/azure/key-vault/general/service-limits#secrets-managed-storage-account-keys-and-vault-transactions">the
 * documented limits</a>, of Key Vault 4,000 secret reads in 10 s for each vault and five times that for the subscription. Windows of ten seconds side by
 * side; no {@code Retry-After}, which Key Vault does not promise.
 */
final class SimulatedVaults implements Fetcher {

    static final int WINDOW_SECONDS = 10;

    private static final Secret SECRET = Secret.of("", "0");

    private final VirtualTime time;
    private final Duration latency;
    private final int vaults;
    private final ServiceLimits limits;
    /** For each window the requests to each vault. */
    private final List<int[]> windows = new ArrayList<>();

    private long throttled;

    SimulatedVaults(VirtualTime time, Fleet fleet) {
        this.time = time;
        this.latency = fleet.latency();
        this.vaults = fleet.vaults();
        this.limits = fleet.service();
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        if (callback.sent() == null) {
            return;
        }
        int[] window = window();
        int vault = Integer.parseInt(ref.container().substring("vault".length()));
        window[vault]++;
        boolean refused = window[vault] > limits.limit() || sum(window) > limits.ofAll();
        if (refused) {
            throttled++;
        }
        time.after(latency, () -> {
            if (refused) {
                callback.failure(throttled(ref));
            } else {
                callback.secret(SECRET);
            }
        });
    }

    private int[] window() {
        int index = (int) (time.nanos() / (WINDOW_SECONDS * 1_000_000_000L));
        while (windows.size() <= index) {
            windows.add(new int[vaults]);
        }
        return windows.get(index);
    }

    static int sum(int[] window) {
        int sum = 0;
        for (int count : window) {
            sum += count;
        }
        return sum;
    }

    static Failure throttled(SecretRef ref) {
        return new Failure(
                Failure.Kind.THROTTLED, ref, "429.", "Wait.", 429, "Throttled", null, null, Duration.ZERO, null);
    }

    List<int[]> windows() {
        return windows;
    }

    long throttled() {
        return throttled;
    }
}
