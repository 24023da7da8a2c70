package io.keyweave.store;

import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of changes. Thread-safe. */
final class Listeners {

    private final Map<SecretRef, List<Consumer<SecretChange>>> toOne = new ConcurrentHashMap<>();
    private final List<Consumer<SecretChange>> toAll = new CopyOnWriteArrayList<>();
    private final StoreLog log;

    Listeners(StoreLog log) {
        this.log = log;
    }

    void add(SecretRef ref, Consumer<SecretChange> listener) {
        toOne.computeIfAbsent(ref, key -> new CopyOnWriteArrayList<>()).add(listener);
    }

    void remove(SecretRef ref, Consumer<SecretChange> listener) {
        toOne.computeIfPresent(ref, (key, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    void add(Consumer<SecretChange> listener) {
        toAll.add(listener);
    }

    void remove(Consumer<SecretChange> listener) {
        toAll.remove(listener);
    }

    void tell(SecretChange change) {
        tell(toOne.getOrDefault(change.ref(), List.of()), change);
        tell(toAll, change);
    }

    private void tell(List<Consumer<SecretChange>> listeners, SecretChange change) {
        for (Consumer<SecretChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException | Error e) {
                log.listenerFailed(change, e);
            }
        }
    }
}
