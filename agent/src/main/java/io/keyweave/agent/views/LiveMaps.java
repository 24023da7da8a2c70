package io.keyweave.agent.views;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The instances of {@link MarkerTable} that can be reached: who reads many sources of properties, and asks each for one key, need not look into
 * any when none of them has a template there. Thread-safe.
 *
 * <p>Why not one table of all keys: it costs a file of a hundred thousand placeholders an eighth of its load, and holds every key a second time.
 */
final class LiveMaps {

    /** Of more than these nobody is asked. */
    private static final int MOST_ASKED = 16;

    private static final ReferenceQueue<MarkerTable> COLLECTED = new ReferenceQueue<>();
    private static final Set<Reference<? extends MarkerTable>> MAPS = new HashSet<>();

    /** All of them, or null when there are too many. */
    private static volatile Reference<?> @Nullable [] few = {};

    private LiveMaps() {}

    /** Costs the same however many there are. */
    static synchronized void add(MarkerTable map) {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            MAPS.remove(gone);
        }
        MAPS.add(new WeakReference<>(map, COLLECTED));
        few = MAPS.size() > MOST_ASKED ? null : MAPS.toArray(new Reference<?>[0]);
    }

    /** Whether any may hold a template under that key; of a few certain, of many the careful answer. */
    static boolean mayHold(Object key) {
        Reference<?>[] asked = few;
        if (asked == null) {
            return true;
        }
        for (Reference<?> one : asked) {
            if (one.get() instanceof MarkerTable map && map.holdsTemplate(key)) {
                return true;
            }
        }
        return false;
    }
}
