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
 * side; no {@code Retry-After}, which Key Vault does not promise. Of a service that gives several secrets by one request such a request counts as
 * one, and has the limit that is published for it.
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
    /** Those of them that are for several secrets, which have a limit of their own. */
    private final List<int[]> batches = new ArrayList<>();

    private long throttled;
    private long throttledBatches;

    SimulatedVaults(VirtualTime time, Fleet fleet) {
        this.time = time;
        this.latency = fleet.latency();
        this.vaults = fleet.vaults();
        this.limits = fleet.service();
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        if (callback.sent() != null) {
            ask(ref, callback);
        }
    }

    private void ask(SecretRef ref, Callback callback) {
        int[] window = window(windows);
        int[] together = window(batches);
        int vault = vault(ref);
        window[vault]++;
        boolean refused = window[vault] - together[vault] > limits.limit() || sum(window) > limits.ofAll();
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

    /** One request for several secrets of one vault. Where there are too many of these, each secret is asked for alone, as providers do. */
    @Override
    public void fetchAll(List<Request> requests) {
        List<Request> sent = new ArrayList<>();
        for (Request request : requests) {
            if (request.callback().sent() != null) {
                sent.add(request);
            }
        }
        if (sent.isEmpty()) {
            return;
        }
        int vault = vault(sent.get(0).ref());
        window(windows)[vault]++;
        boolean refused = ++window(batches)[vault] > limits.batches();
        if (refused) {
            throttledBatches++;
        }
        time.after(latency, () -> {
            for (Request request : sent) {
                if (refused) {
                    ask(request.ref(), request.callback());
                } else {
                    request.callback().secret(SECRET);
                }
            }
        });
    }

    private static int vault(SecretRef ref) {
        return Integer.parseInt(ref.container().substring("vault".length()));
    }

    private int[] window(List<int[]> counted) {
        int index = (int) (time.nanos() / (WINDOW_SECONDS * 1_000_000_000L));
        while (counted.size() <= index) {
            counted.add(new int[vaults]);
        }
        return counted.get(index);
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

    /** Requests for one secret that were refused. */
    long throttled() {
        return throttled;
    }

    /** Requests for several secrets that were refused, so that each was asked for alone. */
    long throttledBatches() {
        return throttledBatches;
    }
}
