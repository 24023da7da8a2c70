package io.keyweave.agent.simulate;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.store.Fetcher;
import io.keyweave.store.RetryAfterPolicy;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a JVM's store and the vaults: {@link TimeSource#WORKERS} requests at once, the others wait their turn; and none to a vault
 * that has answered 429, until its rest is over. Of twenty secrets the last four are not asked for when the first answer is a refusal.
 */
final class SimulatedWorkers implements Fetcher {

    private final Fetcher vaults;
    private final RetryAfterPolicy throttled;
    private final int secretsPerRequest;
    private final Queue<List<Request>> waiting = new ArrayDeque<>();
    private int busy;

    /** @param secretsPerRequest how many secrets of one vault a start asks for together */
    SimulatedWorkers(Fetcher vaults, TimeSource time, int secretsPerRequest) {
        this.vaults = vaults;
        this.throttled = new RetryAfterPolicy(time);
        this.secretsPerRequest = secretsPerRequest;
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        waiting.add(List.of(new Request(ref, callback)));
        work();
    }

    @Override
    public void fetchAll(List<Request> requests) {
        Map<String, List<Request>> open = new HashMap<>();
        for (Request request : requests) {
            List<Request> together = open.get(request.ref().container());
            if (together == null || together.size() == secretsPerRequest) {
                together = new ArrayList<>();
                open.put(request.ref().container(), together);
                waiting.add(together);
            }
            together.add(request);
        }
        work();
    }

    private void work() {
        while (busy < TimeSource.WORKERS) {
            List<Request> next = waiting.poll();
            if (next == null) {
                return;
            }
            send(next);
        }
    }

    private void send(List<Request> queued) {
        List<Request> sent = new ArrayList<>();
        RequestInFlight inFlight = new RequestInFlight();
        for (Request one : queued) {
            @Nullable Failure rests = throttled.answerFor(one.ref());
            if (rests != null) {
                one.callback().failure(rests);
            } else {
                sent.add(new Request(one.ref(), new Answer(one, inFlight)));
            }
        }
        if (sent.isEmpty()) {
            return;
        }
        busy++;
        inFlight.unanswered = sent.size();
        if (sent.size() == 1) {
            vaults.fetch(sent.get(0).ref(), sent.get(0).callback());
        } else {
            vaults.fetchAll(sent);
        }
    }

    /** One request, which keeps a worker busy until each of its secrets has an answer. */
    private final class RequestInFlight {

        private int unanswered;

        void answered() {
            unanswered--;
            busy -= unanswered == 0 ? 1 : 0;
        }
    }

    /** What becomes of one secret. */
    private final class Answer implements Callback {

        private final Request asked;
        private final RequestInFlight inFlight;

        Answer(Request asked, RequestInFlight inFlight) {
            this.asked = asked;
            this.inFlight = inFlight;
        }

        @Override
        public @Nullable Duration sent() {
            Duration timeout = asked.callback().sent();
            if (timeout == null) {
                inFlight.answered();
            }
            return timeout;
        }

        @Override
        public void secret(Secret secret) {
            inFlight.answered();
            asked.callback().secret(secret);
            work();
        }

        @Override
        public void failure(Failure failure) {
            inFlight.answered();
            throttled.failed(asked.ref(), failure);
            asked.callback().failure(failure);
            work();
        }
    }
}
