package io.keyweave.kafka;

import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@link KafkaSecrets} for each distinct set of parameters in this process, counted. Thread-safe.
 *
 * <p>Kafka makes a provider, asks it and closes it for every client, and eleven times while a broker starts: so what they share
 * outlives the last of them by {@link #LINGER}, less than the shortest ttl that is sensible, so that nothing is refreshed for nobody.
 * Connect keeps its provider open, and with it the secrets.
 */
final class SharedSecrets {

    static final Duration LINGER = Duration.ofMinutes(2);

    /** The ones of this process, or of this plug-in where Connect isolates plug-ins. */
    static final SharedSecrets PROCESS = new SharedSecrets(KafkaSecretsFactory::open);

    /** The secrets of one set of parameters, and the clock they follow. */
    record Opened(KafkaSecrets secrets, TimeSource time) {}

    private final Function<KafkaParameters, Opened> opener;
    private final Map<KafkaParameters, SharedResolver> entries = new HashMap<>();

    SharedSecrets(Function<KafkaParameters, Opened> opener) {
        this.opener = opener;
    }

    private static final class SharedResolver {
        private final Opened opened;
        private int users;
        private TimeSource.@Nullable Scheduled closing;

        SharedResolver(Opened opened) {
            this.opened = opened;
        }
    }

    /** A share. Closing it gives it back, once. */
    final class Share implements AutoCloseable {
        private final KafkaParameters parameters;
        private final KafkaSecrets secrets;
        private boolean returned;

        private Share(KafkaParameters parameters, KafkaSecrets secrets) {
            this.parameters = parameters;
            this.secrets = secrets;
        }

        KafkaSecrets secrets() {
            return secrets;
        }

        @Override
        public void close() {
            synchronized (SharedSecrets.this) {
                if (!returned) {
                    returned = true;
                    giveBack(parameters);
                }
            }
        }
    }

    synchronized Share take(KafkaParameters parameters) {
        SharedResolver entry = entries.computeIfAbsent(parameters, key -> new SharedResolver(opener.apply(key)));
        entry.users++;
        if (entry.closing != null) {
            entry.closing.cancel();
            entry.closing = null;
        }
        return new Share(parameters, entry.opened.secrets());
    }

    private void giveBack(KafkaParameters parameters) {
        SharedResolver entry = entries.get(parameters);
        if (entry != null && --entry.users == 0) {
            entry.closing = entry.opened.time().after(LINGER, () -> closeUnused(parameters, entry));
        }
    }

    private void closeUnused(KafkaParameters parameters, SharedResolver entry) {
        synchronized (this) {
            if (entry.users > 0 || !entries.remove(parameters, entry)) {
                return;
            }
        }
        entry.opened.secrets().close();
    }
}
