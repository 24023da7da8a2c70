package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults a service has at the moment. The first one that meets a request wins. Thread-safe. */
public final class Faults {

    private record Active(Fault fault, AtomicInteger left) {

        /** Uses it once, unless it is used up. */
        boolean use() {
            return left.getAndUpdate(n -> n == Integer.MAX_VALUE || n == 0 ? n : n - 1) > 0;
        }
    }

    private final List<Active> active = new CopyOnWriteArrayList<>();

    void add(Fault fault) {
        active.add(new Active(fault, new AtomicInteger(fault.times())));
    }

    void clear() {
        active.clear();
    }

    /** What happens to a connection that was just accepted. */
    Behaviour.@Nullable Connect onConnect() {
        for (Active each : active) {
            if (each.fault().behaviour() instanceof Behaviour.Connect connect && each.use()) {
                return connect;
            }
        }
        return null;
    }

    /** What happens to a request, if it is of this kind. */
    <B extends Behaviour> @Nullable B on(ReceivedRequest request, Class<B> kind) {
        return on(request, kind, any -> true);
    }

    /** The same among the behaviours that concern this request; one that does not is not used up by it. */
    <B extends Behaviour> @Nullable B on(ReceivedRequest request, Class<B> kind, Predicate<B> concerns) {
        for (Active each : active) {
            if (kind.isInstance(each.fault().behaviour()) && each.fault().meets(request)) {
                B behaviour = kind.cast(each.fault().behaviour());
                if (concerns.test(behaviour) && each.use()) {
                    return behaviour;
                }
            }
        }
        return null;
    }
}
