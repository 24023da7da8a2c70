package io.keyweave.agent.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.store.Fetcher;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A simulated JVM asks as the real one does: a few requests at once, and none to a vault that rests. */
class SimulatedWorkersTest {

    private static final Duration LATENCY = Duration.ofMillis(20);

    private final VirtualTime time = new VirtualTime();
    private final List<String> asked = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private boolean throttles;

    private final Fetcher vaults = (ref, answer) -> {
        answer.sent();
        asked.add(ref.container());
        boolean refused = throttles && ref.container().equals("vault0");
        time.after(LATENCY, () -> {
            if (refused) {
                answer.failure(SimulatedVaults.throttled(ref));
            } else {
                answer.secret(Secret.of("", "0"));
            }
        });
    };

    private final SimulatedWorkers workers = new SimulatedWorkers(vaults, time, 1);

    private void fetch(int secrets, String vault) {
        for (int i = 0; i < secrets; i++) {
            SecretRef ref = new SecretRef("kv", vault, "secret-" + i, null);
            workers.fetch(ref, new Fetcher.Callback() {
                @Override
                public Duration sent() {
                    return Duration.ofSeconds(5);
                }

                @Override
                public void secret(Secret secret) {
                    answers.add("secret");
                }

                @Override
                public void failure(Failure failure) {
                    answers.add(failure.kind().name());
                }
            });
        }
    }

    private long answered(String with) {
        return answers.stream().filter(with::equals).count();
    }

    @Test
    void sixteenAtOnceAndThenTheOthers() {
        fetch(20, "vault0");
        assertEquals(16, asked.size());
        time.advance(LATENCY);
        assertEquals(20, asked.size());
        time.advance(LATENCY);
        assertEquals(20, answered("secret"));
    }

    @Test
    void aRefusalStandsForThoseThatWaitAndForASecond() {
        throttles = true;
        fetch(20, "vault0");
        time.advance(LATENCY);
        assertEquals(16, asked.size(), "the others are not sent");
        assertEquals(20, answered("THROTTLED"), "and told the same");

        time.advance(Duration.ofMillis(999));
        fetch(1, "vault0");
        assertEquals(16, asked.size());
        assertEquals(21, answered("THROTTLED"));
        fetch(1, "vault1");
        assertEquals(17, asked.size(), "another vault is asked");

        throttles = false;
        time.advance(Duration.ofMillis(1));
        fetch(1, "vault0");
        time.advance(LATENCY);
        assertEquals(2, answered("secret"));
    }
}
