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

    private record Request(SecretRef ref, Duration timeout, Answer answer) {}

    private final Fetcher vaults;
    private final RetryAfterPolicy throttled;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private int busy;

    SimulatedWorkers(Fetcher vaults, TimeSource time) {
        this.vaults = vaults;
        this.throttled = new RetryAfterPolicy(time);
    }

    @Override
    public void fetch(SecretRef ref, Duration timeout, Answer answer) {
        waiting.add(new Request(ref, timeout, answer));
        work();
    }

    private void work() {
        while (busy < TimeSource.WORKERS) {
            Request request = waiting.poll();
            if (request == null) {
                return;
            }
            send(request);
        }
    }

    private void send(Request request) {
        @Nullable Failure rests = throttled.answerFor(request.ref);
        if (rests != null) {
            request.answer.failure(rests);
            return;
        }
        busy++;
        vaults.fetch(request.ref, request.timeout, new Answer() {
            @Override
            public void secret(Secret secret) {
                busy--;
                request.answer.secret(secret);
                work();
            }

            @Override
            public void failure(Failure failure) {
                busy--;
                throttled.failed(request.ref, failure);
                request.answer.failure(failure);
                work();
            }
        });
    }
}
