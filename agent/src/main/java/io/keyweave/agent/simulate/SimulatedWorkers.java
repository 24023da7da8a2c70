package io.keyweave.agent.simulate;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.store.Fetcher;
import io.keyweave.store.RetryAfterPolicy;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a JVM's store and the vaults: {@link TimeSource#WORKERS} requests at once, the others wait their turn; and none to a vault
 * that has answered 429, until its rest is over. Of twenty secrets the last four are not asked for when the first answer is a refusal.
 */
final class SimulatedWorkers implements Fetcher {

    private record QueuedFetch(SecretRef ref, Callback callback) {}

    private final Fetcher vaults;
    private final RetryAfterPolicy throttled;
    private final Queue<QueuedFetch> waiting = new ArrayDeque<>();
    private int busy;

    SimulatedWorkers(Fetcher vaults, TimeSource time) {
        this.vaults = vaults;
        this.throttled = new RetryAfterPolicy(time);
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        waiting.add(new QueuedFetch(ref, callback));
        work();
    }

    private void work() {
        while (busy < TimeSource.WORKERS) {
            QueuedFetch next = waiting.poll();
            if (next == null) {
                return;
            }
            send(next);
        }
    }

    private void send(QueuedFetch queued) {
        @Nullable Failure rests = throttled.answerFor(queued.ref);
        if (rests != null) {
            queued.callback.failure(rests);
            return;
        }
        busy++;
        vaults.fetch(queued.ref, new Callback() {
            @Override
            public @Nullable Duration sent() {
                Duration timeout = queued.callback.sent();
                if (timeout == null) {
                    busy--;
                }
                return timeout;
            }

            @Override
            public void secret(Secret secret) {
                busy--;
                queued.callback.secret(secret);
                work();
            }

            @Override
            public void failure(Failure failure) {
                busy--;
                throttled.failed(queued.ref, failure);
                queued.callback.failure(failure);
                work();
            }
        });
    }
}
