package io.keyweave.kafka;

import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The variables whose secrets are kept fresh, until nobody uses them any more. Thread-safe.
 *
 * <p>Kafka does not tell whose a variable is, nor when it has ended. With ticks ({@code connect-ttl}) a connector that lives asks again; by the
 * REST interface the configurations can be looked at. With neither, a connector's variable is kept for as long as the worker runs: a task that
 * restarts in an outage finds its value. What clients, brokers and the worker itself ask for is used at their start only.
 */
final class KeptVariables {

    static final Duration LOOK = Duration.ofMinutes(1);

    /** For how long a look at the connectors counts. */
    private static final Duration SEEN = Duration.ofMinutes(30);

    /** A variable as Kafka asks for it. */
    record Name(String path, String key) {}

    private static final class Kept {
        private final Variable variable;
        private volatile boolean ofConnector;
        private volatile long asked;

        Kept(Variable variable) {
            this.variable = variable;
        }
    }

    private final @Nullable Duration period;
    private final TimeSource time;
    private final BiConsumer<Name, Variable> released;
    private final Map<Name, Kept> kept = new ConcurrentHashMap<>();
    private boolean looking;
    private volatile boolean seen;
    private volatile long seenAt;

    /**
     * @param period the time between two ticks of Connect, or {@code null}
     * @param released takes what nobody uses
     */
    KeptVariables(@Nullable Duration period, TimeSource time, BiConsumer<Name, Variable> released) {
        this.period = period;
        this.time = time;
        this.released = released;
    }

    @Nullable
    Variable find(Name name) {
        Kept known = kept.get(name);
        return known == null ? null : known.variable;
    }

    /** Keeps it; returns the one that another call was faster with, if any. */
    Variable keep(Name name, Variable variable) {
        Kept made = new Kept(variable);
        made.asked = time.nanos();
        Kept raced = kept.putIfAbsent(name, made);
        lookLater();
        return raced == null ? variable : raced.variable;
    }

    /** Somebody asked for it, and not to validate only. */
    void asked(Name name, HerderCall call) {
        Kept known = kept.get(name);
        if (known != null) {
            known.asked = time.nanos();
            known.ofConnector |= call.ofConnector();
        }
    }

    /** Lets go of it. */
    void drop(Name name) {
        Kept gone = kept.remove(name);
        if (gone != null) {
            released.accept(name, gone.variable);
        }
    }

    /** Lets go of the connectors' variables that are not among these and were not asked for lately, as a connector is that is being made. */
    void retain(Collection<Name> used) {
        seen = true;
        seenAt = time.nanos();
        for (Map.Entry<Name, Kept> entry : new ArrayList<>(kept.entrySet())) {
            Kept one = entry.getValue();
            if (one.ofConnector && !used.contains(entry.getKey()) && !within(one.asked, SharedSecrets.LINGER)) {
                drop(entry.getKey());
            }
        }
    }

    List<Name> ofConnectors() {
        List<Name> names = new ArrayList<>();
        kept.forEach((name, one) -> {
            if (one.ofConnector) {
                names.add(name);
            }
        });
        return names;
    }

    private boolean within(long moment, Duration duration) {
        return time.nanos() - moment <= duration.toNanos();
    }

    private boolean unused(Kept one) {
        if (!one.ofConnector) {
            return !within(one.asked, SharedSecrets.LINGER);
        }
        Reload reload = one.variable.reload();
        if (seen && within(seenAt, SEEN) || period == null || reload == null) {
            return false;
        }
        long last = Math.max(one.asked, reload.promisedUntil());
        return !within(last, period.multipliedBy(2).plus(SharedSecrets.LINGER));
    }

    private synchronized void lookLater() {
        if (!looking && !kept.isEmpty()) {
            looking = true;
            time.after(LOOK, this::look);
        }
    }

    private void look() {
        for (Map.Entry<Name, Kept> entry : new ArrayList<>(kept.entrySet())) {
            if (unused(entry.getValue())) {
                drop(entry.getKey());
            }
        }
        synchronized (this) {
            looking = false;
        }
        lookLater();
    }
}
