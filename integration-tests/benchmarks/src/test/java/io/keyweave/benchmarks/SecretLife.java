package io.keyweave.benchmarks;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.fixtures.FetchOnlyProvider;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one secret and its readers go through, in minutes: the store of the product on a virtual clock. Each run is the same. Belongs to one thread. */
final class SecretLife {

    private static final Duration STEP = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final TreeMap<Double, Boolean> answered = new TreeMap<>();
    private final TreeMap<Double, String> read = new TreeMap<>();
    private final TreeMap<Double, String> events = new TreeMap<>();
    private final SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
            .provider(new Vault())
            .time(time)
            .log(new Events())
            .random(new SplittableRandom(1))
            .open();
    private final LiveValue value = resolver.bind("$<kv:vault/secret>", Origin.systemProperty("db.password"));
    private @Nullable String held;
    private Failure.Kind failure = Failure.Kind.MISSING;

    private final class Vault implements FetchOnlyProvider {
        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            String version = held;
            answered.put(minutes(), failure != Failure.Kind.UNREACHABLE || version != null);
            if (version == null) {
                throw new SecretException(Failure.local(failure, ref, "The picture wants it.", "Nothing to do."));
            }
            return Secret.of(version, version.repeat(8));
        }
    }

    private final class Events implements EventLog {
        @Override
        public boolean enabled(Level level) {
            return true;
        }

        @Override
        public void write(LogEvent event) {
            events.put(minutes(), event.code());
        }
    }

    private double minutes() {
        return time.nanos() / 60e9;
    }

    void vaultHolds(String version) {
        held = version;
    }

    void vaultFails(Failure.Kind kind) {
        held = null;
        failure = kind;
    }

    void start() {
        resolver.require(List.of(value));
        read();
    }

    /** Reads it each second until then. */
    void until(double minute) {
        while (minutes() < minute) {
            time.advance(STEP);
            read();
        }
    }

    private void read() {
        String current = value.current();
        read.put(minutes(), current == null ? "" : current);
    }

    /** When requests were made, and whether the vault answered. */
    Map<Double, Boolean> answered() {
        return answered;
    }

    /** When a reader first saw that value, from a minute on; nothing is an empty text. */
    double firstRead(String wanted, double from) {
        for (Map.Entry<Double, String> one : read.tailMap(from).entrySet()) {
            if (one.getValue().equals(wanted)) {
                return one.getKey();
            }
        }
        throw new IllegalStateException("nobody read '" + wanted + "' from minute " + from + " on: " + events);
    }

    /** When this was first told. */
    double event(String code) {
        for (Map.Entry<Double, String> one : events.entrySet()) {
            if (one.getValue().equals(code)) {
                return one.getKey();
            }
        }
        throw new IllegalStateException("no " + code + " in " + events);
    }
}
