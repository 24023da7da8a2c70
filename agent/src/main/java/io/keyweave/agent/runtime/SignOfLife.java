package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.KeyweaveVersion;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.SecretStatus;
import io.keyweave.core.CachingResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The one line that says that a start has succeeded, or that a JVM has met its first placeholder. */
public final class SignOfLife {

    private SignOfLife() {}

    /** @param begun when {@code premain} began, by {@link System#nanoTime} */
    public static void started(EventLog log, CachingResolver resolver, long begun) {
        if (!log.enabled(Log.Level.INFO)) {
            return;
        }
        Map<String, Integer> counts = new TreeMap<>();
        int all = 0;
        for (SecretStatus status : resolver.status()) {
            if (status.version() != null) {
                counts.merge(status.ref().place(), 1, Integer::sum);
                all++;
            }
        }
        List<String> vaults = new ArrayList<>();
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            vaults.add(count.getValue() + " of " + count.getKey());
        }
        if (vaults.isEmpty()) {
            vaults.add("none");
        }
        log.write(LogEvent.of(AgentMessages.STARTED)
                .with("keyweave", KeyweaveVersion.text())
                .with("took", Duration.ofNanos(System.nanoTime() - begun))
                .with("secrets", all)
                .with("vaults", vaults)
                .with("identities", resolver.identities()));
    }

    static void firstPlaceholder(EventLog log) {
        if (log.enabled(Log.Level.INFO)) {
            log.write(LogEvent.of(AgentMessages.FIRST_PLACEHOLDER).with("keyweave", KeyweaveVersion.text()));
        }
    }
}
