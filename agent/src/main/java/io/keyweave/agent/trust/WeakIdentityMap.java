package io.keyweave.agent.trust;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A map whose keys are objects themselves, whatever they are equal to, remembered only as long as somebody else holds them. A value must not lead to
 * its key. Thread-safe.
 */
public final class WeakIdentityMap<V extends Object> {

    private final Map<WeakKey, V> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    public @Nullable V get(Object key) {
        return entries.get(new WeakKey(key, null));
    }

    public boolean contains(Object key) {
        return entries.containsKey(new WeakKey(key, null));
    }

    /** @return whether there was none */
    public boolean put(Object key, V value) {
        forgetCollected();
        return entries.put(new WeakKey(key, gone), value) == null;
    }

    /** @return the value that stays, or null when this one does */
    public @Nullable V putIfAbsent(Object key, V value) {
        V known = get(key);
        if (known != null) {
            return known;
        }
        forgetCollected();
        return entries.putIfAbsent(new WeakKey(key, gone), value);
    }

    /** How many there are, those aside whose key has been collected: these are forgotten. */
    public int size() {
        forgetCollected();
        return entries.size();
    }

    /** Those that somebody still holds. */
    List<Object> keys() {
        List<Object> keys = new ArrayList<>();
        for (WeakKey one : entries.keySet()) {
            Object key = one.get();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void forgetCollected() {
        for (Object collected = gone.poll(); collected != null; collected = gone.poll()) {
            entries.remove(collected);
        }
    }

    /** Equal when both refer to the same living object, or are the same reference. */
    private static final class WeakKey extends WeakReference<Object> {

        private final int hash;

        WeakKey(Object key, @Nullable ReferenceQueue<Object> queue) {
            super(key, queue);
            hash = System.identityHashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object key = get();
            return key != null && other instanceof WeakKey that && that.refersTo(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
