package io.keyweave.agent.simulate;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.store.Rules;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoreWatch;
import io.keyweave.store.StoredSecret;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One JVM: starts, fetches, refreshes; when its start fails it is started again the way Kubernetes does, after 10 s to 5 min. */
final class SimulatedJvm {

    private static final Origin ORIGIN = Origin.of("simulation");
    private static final long FIRST_RESTART = 10;
    private static final long LAST_RESTART = 300;

    private final Fleet fleet;
    private final Rules rules;
    private final VirtualTime time;
    private final SimulatedVaults vaults;
    private final SplittableRandom random;
    private final List<SecretRef> refs;
    private int attempts;
    private long startedAt = -1;
    private @Nullable SecretStore store;

    SimulatedJvm(
            Fleet fleet,
            Rules rules,
            VirtualTime time,
            SimulatedVaults vaults,
            SplittableRandom random,
            List<SecretRef> refs) {
        this.fleet = fleet;
        this.rules = rules;
        this.time = time;
        this.vaults = vaults;
        this.random = random;
        this.refs = refs;
    }

    void startAfter(Duration delay) {
        long spread = fleet.startupSpread().toNanos();
        Duration held = Duration.ofNanos(spread == 0 ? 0 : random.nextLong(spread));
        time.after(delay.plus(held), this::start);
    }

    private void start() {
        attempts++;
        SecretStore fresh = new SecretStore(
                new SimulatedWorkers(vaults, time, fleet.service().secretsPerRequest()),
                rules,
                time,
                random,
                EventLog.SILENT,
                StoreWatch.NONE);
        store = fresh;
        List<StoredSecret> secrets = new ArrayList<>();
        for (SecretRef ref : refs) {
            secrets.add(fresh.track(ref, null, ORIGIN, this));
        }
        fresh.require(secrets, fleet.startupTimeout(), failures -> started(fresh, failures));
    }

    private void started(SecretStore fresh, Map<StoredSecret, Failure> failures) {
        if (failures.isEmpty()) {
            startedAt = time.nanos();
            return;
        }
        fresh.close();
        store = null;
        long wait = Math.min(LAST_RESTART, FIRST_RESTART << Math.min(attempts - 1, 6));
        startAfter(Duration.ofSeconds(wait));
    }

    /** Starts so far, failed ones included. */
    int attempts() {
        return attempts;
    }

    /** When it had all its secrets, on the virtual clock; negative while it has not. */
    long startedAt() {
        return startedAt;
    }

    void stop() {
        SecretStore last = store;
        if (last != null) {
            last.close();
        }
    }
}
