package io.keyweave.agent.views;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The table behind a {@link TemplateMap}: plain values, and a {@link Marker} where a template stands. Thread-safe as its superclass is.
 *
 * <p>A key whose secret is absent (revoked) must vanish: from {@code size}, from {@code containsKey}, from iteration; a null value
 * would break {@code Map.copyOf} and {@code putAll}. {@code ConcurrentHashMap.keySet()} returns a final view over the table, so the
 * key leaves the table: {@link #settle} moves it to {@link #withdrawn} before anything that counts or iterates, and back when the
 * secret is restored. What moves is in one of them at any time, or in both. All changes of one key are made while the table holds it, so a
 * write of the application and a withdrawal cannot overtake each other. What the application writes replaces the template for good.
 */
@SuppressWarnings("NullAway") // mirrors java.util.Map, whose nullness differs per method
abstract class MarkerTable extends ConcurrentHashMap<Object, Object> {

    private static final long serialVersionUID = 1L;

    private static final long UNKNOWN = -1;

    private static volatile LongSupplier changes = () -> UNKNOWN;

    /** Moves on when templates have been put. */
    private transient volatile int puts = 1;

    /** Moves on when a key has come back. */
    private final transient AtomicInteger returned = new AtomicInteger();

    private transient volatile Settled settled = new Settled(0, new Object[0], UNKNOWN);

    /**
     * When {@link #settle} was last done.
     *
     * @param puts which templates had been put
     * @param keys their keys, to go through without an iterator: Spring asks for the names of all system properties at each read of any property
     * @param change the number of the last change of a secret
     */
    private record Settled(int puts, Object[] keys, long change) {}

    private final transient ConcurrentHashMap<Object, Marker> withdrawn = new ConcurrentHashMap<>();

    /**
     * @param values plain values and markers
     * @param expected how many templates are about to be put: a table that grows is copied each time it doubles
     */
    @SuppressWarnings("this-escape") // whoever asks for a key meanwhile finds it missing, as it was before
    MarkerTable(Map<?, ?> values, int expected) {
        super(Math.max(8, values.size() + expected));
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            super.put(entry.getKey(), entry.getValue());
        }
        LiveMaps.add(this);
    }

    /**
     * How to tell that no secret has come or gone.
     *
     * @param count another number after each change; below zero as long as that is not known
     */
    static void changes(LongSupplier count) {
        changes = count;
    }

    /** Puts templates under keys; one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    final void mark(Object[] keys, Marker[] markers) {
        for (int i = 0; i < keys.length; i++) {
            Object key = keys[i];
            Marker marker = markers[i];
            super.put(key, marker);
            if (!withdrawn.isEmpty()) {
                // The template that stood there before; this one may have been withdrawn by now.
                withdrawn.computeIfPresent(key, (k, before) -> before == marker ? before : null);
            }
        }
        puts++;
    }

    /** Puts a template under a key; one thread at a time. */
    final void mark(Object key, Marker marker) {
        mark(new Object[] {key}, new Marker[] {marker});
    }

    /** The template under a key, present or absent, or null. */
    @Nullable
    final Marker marker(Object key) {
        return super.get(key) instanceof Marker present ? present : withdrawn.get(key);
    }

    /** Whether a template stands under a key, present or absent. */
    final boolean holdsTemplate(Object key) {
        return super.get(key) instanceof Marker || !withdrawn.isEmpty() && withdrawn.containsKey(key);
    }

    /** All templates, present and absent, under keys that are strings. */
    final Map<String, Marker> markers() {
        Map<String, Marker> markers = new LinkedHashMap<>();
        for (Object key : templateKeys()) {
            Marker marker = marker(key);
            if (key instanceof String name && marker != null) {
                markers.put(name, marker);
            }
        }
        return markers;
    }

    /** The same plain values and markers, present and absent. */
    final Map<Object, Object> contents() {
        Map<Object, Object> contents = new ConcurrentHashMap<>(withdrawn);
        for (Map.Entry<Object, Object> entry : super.entrySet()) {
            contents.put(entry.getKey(), entry.getValue());
        }
        return contents;
    }

    /** What is in the table, markers included, after {@link #settle}. */
    final Set<Map.Entry<Object, Object>> stored() {
        settle();
        return super.entrySet();
    }

    /** What stands under a key: a plain value, a marker of a template, present or absent, or null. */
    @Nullable
    final Object stored(Object key) {
        Object stored = super.get(key);
        return stored == null && !withdrawn.isEmpty() ? withdrawn.get(key) : stored;
    }

    /**
     * Changes what is kept under a key while nobody else does.
     *
     * @param change takes what is kept under the key, absent templates included, and returns what to keep; the same object leaves
     *     everything as it is
     */
    final void exchange(Object key, UnaryOperator<@Nullable Object> change) {
        super.compute(key, (k, present) -> {
            Object stored = present == null ? withdrawn.get(k) : present;
            Object now = change.apply(stored);
            if (now == stored) {
                return present;
            }
            withdrawn.remove(k);
            return now;
        });
    }

    /** Keeps nothing any more. */
    final void forgetAll() {
        super.clear();
        withdrawn.clear();
    }

    /** Takes absent templates out of the table and puts restored ones back. */
    final void settle() {
        long change = changes.getAsLong();
        int count = puts;
        Settled last = settled;
        boolean same = last.puts == count;
        if (same && change >= 0 && last.change == change) {
            return;
        }
        Object[] all = same ? last.keys : templateKeys();
        settle(all);
        settled = new Settled(count, all, change);
    }

    /** The keys under which a template stands, present or absent. One that comes back meanwhile might be missed in both places. */
    private Object[] templateKeys() {
        List<Object> keys = new ArrayList<>();
        int before;
        do {
            before = returned.get();
            keys.clear();
            for (Map.Entry<Object, Object> entry : super.entrySet()) {
                if (entry.getValue() instanceof Marker) {
                    keys.add(entry.getKey());
                }
            }
            keys.addAll(withdrawn.keySet());
        } while (before != returned.get());
        return keys.toArray();
    }

    private void settle(Object[] all) {
        for (Object key : all) {
            if (super.get(key) instanceof Marker marker && marker.absent()) {
                super.computeIfPresent(key, (k, stored) -> {
                    if (stored != marker) {
                        return stored;
                    }
                    withdrawn.put(k, marker);
                    return null;
                });
            }
        }
        if (withdrawn.isEmpty()) {
            return;
        }
        for (Map.Entry<Object, Marker> entry : withdrawn.entrySet()) {
            if (!entry.getValue().absent()) {
                restore(entry.getKey(), entry.getValue());
            }
        }
    }

    private void restore(Object key, Marker marker) {
        super.compute(key, (k, stored) -> stored == null && withdrawn.get(k) == marker ? marker : stored);
        returned.incrementAndGet();
        // Unless it has been withdrawn again.
        super.computeIfPresent(key, (k, stored) -> {
            withdrawn.remove(k, marker);
            return stored;
        });
    }
}
