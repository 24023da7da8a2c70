package io.keyweave.agent.views;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of one {@link TemplateMap} under which a template stands, counted over all instances that are alive: who asks many instances for one
 * key need not look into any. Thread-safe.
 */
final class MarkedKeys {

    private static final Map<Object, Integer> COUNTS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    /** Which would otherwise be collected before what they refer to. */
    private static final Set<Owner> OWNERS = ConcurrentHashMap.newKeySet();

    private final Set<Object> keys;

    private static final class Owner extends WeakReference<Object> {
        private final Set<Object> keys;

        Owner(Object map, Set<Object> keys) {
            super(map, COLLECTED);
            this.keys = keys;
        }
    }

    /**
     * @param map whose keys they are; they count until it is collected
     * @param expected how many are about to be added
     */
    MarkedKeys(Object map, int expected) {
        keys = ConcurrentHashMap.newKeySet(Math.max(8, expected));
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            Owner owner = (Owner) gone;
            OWNERS.remove(owner);
            for (Object key : owner.keys) {
                forget(key);
            }
        }
        OWNERS.add(new Owner(map, keys));
    }

    /** Whether any instance holds a template under that key. */
    static boolean anywhere(Object key) {
        return COUNTS.containsKey(key);
    }

    private static void forget(Object key) {
        COUNTS.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }

    boolean contains(Object key) {
        return keys.contains(key);
    }

    void add(Object key) {
        if (keys.add(key)) {
            COUNTS.merge(key, 1, Integer::sum);
        }
    }

    void remove(Object key) {
        if (keys.remove(key)) {
            forget(key);
        }
    }

    Object[] toArray() {
        return keys.toArray();
    }
}
