package io.keyweave.agent.views;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The private map of a {@code Properties} that holds a trusted template. The table holds a {@link Marker} under such a key; every way
 * to read a value renders it. Thread-safe as its superclass is.
 *
 * <p>Why a map and not patched reads: scanning each value that anybody reads for {@code $<} doubled the cost of an ordinary
 * {@code System.getProperty}. Replacing the map of the few instances concerned costs the others nothing, and all readers, streams and
 * copies of a {@code Properties} end here.
 *
 * <p>A key whose secret is absent (revoked) must vanish: from {@code size}, from {@code containsKey}, from iteration; a null value
 * would break {@code Map.copyOf} and {@code putAll}. {@code ConcurrentHashMap.keySet()} returns a final view over the table, so the
 * key leaves the table: {@link #settle} moves it to {@link #withdrawn} before anything that counts or iterates, and back when the
 * secret is restored. All changes of one key are made inside {@code ConcurrentHashMap.compute}, so a write of the application
 * and a withdrawal cannot overtake each other. What the application writes replaces the template for good.
 *
 * <p>The parallel bulk operations of {@code ConcurrentHashMap} are not covered: the field is private, nobody can call them.
 */
@SuppressWarnings("NullAway") // mirrors java.util.Map, whose nullness differs per method
public final class TemplateMap extends ConcurrentHashMap<Object, Object> {

    private static final long serialVersionUID = 1L;

    private static final Object KEEP = new Object();

    private static final long UNKNOWN = -1;

    private static volatile LongSupplier changes = () -> UNKNOWN;

    /** Keys that hold a template: few, and the only ones that cost more than in a plain map. */
    private final transient MarkedKeys keys;

    private transient volatile int marks;
    private transient volatile Settled settled = new Settled(0, new Object[0], UNKNOWN);

    /**
     * When {@link #settle} was last done.
     *
     * @param marks how many templates had been put
     * @param keys their keys, to go through without an iterator: Spring asks for the names of all system properties at each read of any property
     * @param change the number of the last change of a secret
     */
    private record Settled(int marks, Object[] keys, long change) {}

    private final transient ConcurrentHashMap<Object, Marker> withdrawn = new ConcurrentHashMap<>();

    /** @param values plain values and markers */
    public TemplateMap(Map<?, ?> values) {
        this(values, 0);
    }

    /**
     * @param values plain values and markers
     * @param expected how many templates are about to be put: a map that grows is copied each time it doubles
     */
    TemplateMap(Map<?, ?> values, int expected) {
        super(Math.max(8, values.size() + expected));
        keys = new MarkedKeys(this, expected);
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            if (entry.getValue() instanceof Marker) {
                keys.add(entry.getKey());
            }
            super.put(entry.getKey(), entry.getValue());
        }
        marks = 1;
    }

    /**
     * How to tell that no secret has come or gone.
     *
     * @param count another number after each change; below zero as long as that is not known
     */
    static void changes(LongSupplier count) {
        changes = count;
    }

    /** Same markers, independent from now on. */
    public TemplateMap copy() {
        ConcurrentHashMap<Object, Object> table = new ConcurrentHashMap<>(withdrawn);
        for (Map.Entry<Object, Object> entry : super.entrySet()) {
            table.put(entry.getKey(), entry.getValue());
        }
        return new TemplateMap(table);
    }

    /** All templates, present and absent, under keys that are strings. */
    Map<String, Marker> markers() {
        Map<String, Marker> markers = new LinkedHashMap<>();
        for (Object key : keys.toArray()) {
            Marker marker = marker(key);
            if (key instanceof String name && marker != null) {
                markers.put(name, marker);
            }
        }
        return markers;
    }

    /** The template under a key, present or absent, or null. */
    @Nullable
    Marker marker(Object key) {
        return super.get(key) instanceof Marker present ? present : withdrawn.get(key);
    }

    /** A plain map in which present templates stand as written. */
    public ConcurrentHashMap<Object, Object> raw() {
        settle();
        ConcurrentHashMap<Object, Object> raw = new ConcurrentHashMap<>(Math.max(8, super.size()));
        for (Map.Entry<Object, Object> entry : super.entrySet()) {
            raw.put(entry.getKey(), Marker.raw(entry.getValue()));
        }
        return raw;
    }

    /** Puts a template under a key; one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void mark(Object key, Marker marker) {
        super.compute(key, (k, stored) -> {
            keys.add(k);
            withdrawn.remove(k);
            return marker;
        });
        marks++;
    }

    /** Takes absent templates out of the table and puts restored ones back. */
    private void settle() {
        long change = changes.getAsLong();
        int count = marks;
        Settled last = settled;
        boolean same = last.marks == count;
        if (same && change >= 0 && last.change == change) {
            return;
        }
        Object[] all = same ? last.keys : keys.toArray();
        settle(all);
        settled = new Settled(count, all, change);
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
            Marker marker = entry.getValue();
            if (!marker.absent()) {
                super.compute(
                        entry.getKey(), (k, stored) -> stored == null && withdrawn.remove(k, marker) ? marker : stored);
            }
        }
    }

    // Reading one key.

    @Override
    public Object get(Object key) {
        Object stored = super.get(key);
        if (stored instanceof Marker marker) {
            return marker.current();
        }
        return stored == null && !withdrawn.isEmpty() ? Marker.read(withdrawn.get(key)) : stored;
    }

    @Override
    public Object getOrDefault(Object key, Object defaultValue) {
        Object value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        Object stored = super.get(key);
        return Marker.present(stored == null && !withdrawn.isEmpty() ? withdrawn.get(key) : stored);
    }

    // Reading all.

    @Override
    public int size() {
        settle();
        return super.size();
    }

    @Override
    public long mappingCount() {
        settle();
        return super.mappingCount();
    }

    @Override
    public boolean isEmpty() {
        settle();
        return super.isEmpty();
    }

    @Override
    public boolean containsValue(Object value) {
        return values().contains(Objects.requireNonNull(value));
    }

    @Override
    public boolean contains(Object value) {
        return containsValue(value);
    }

    @Override
    public KeySetView<Object, Object> keySet() {
        settle();
        return super.keySet();
    }

    @Override
    public Enumeration<Object> keys() {
        return Collections.enumeration(keySet());
    }

    @Override
    public Collection<Object> values() {
        return new TemplateValues(this);
    }

    @Override
    public Enumeration<Object> elements() {
        return Collections.enumeration(values());
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return new TemplateEntries(this);
    }

    /** What is in the table, markers included, after {@link #settle}. */
    Set<Map.Entry<Object, Object>> stored() {
        settle();
        return super.entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super Object, ? super Object> action) {
        Objects.requireNonNull(action);
        for (Map.Entry<Object, Object> entry : entrySet()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Map<?, ?> map && entrySet().equals(map.entrySet());
    }

    @Override
    public int hashCode() {
        return entrySet().hashCode();
    }

    /** Templates as written: this ends in logs. */
    @Override
    public String toString() {
        return raw().toString();
    }

    // Writing.

    @Override
    public Object put(Object key, Object value) {
        return keys.contains(key) ? write(key, old -> Objects.requireNonNull(value)) : super.put(key, value);
    }

    @Override
    public Object putIfAbsent(Object key, Object value) {
        if (!keys.contains(key)) {
            return super.putIfAbsent(key, value);
        }
        Objects.requireNonNull(value);
        return write(key, old -> old == null ? value : KEEP);
    }

    @Override
    public void putAll(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public Object remove(Object key) {
        return keys.contains(key) ? write(key, old -> null) : super.remove(key);
    }

    @Override
    public boolean remove(Object key, Object value) {
        if (!keys.contains(key)) {
            return super.remove(key, value);
        }
        boolean[] removed = {false};
        write(key, old -> {
            removed[0] = old != null && old.equals(value);
            return removed[0] ? null : KEEP;
        });
        return removed[0];
    }

    @Override
    public Object replace(Object key, Object value) {
        if (!keys.contains(key)) {
            return super.replace(key, value);
        }
        Objects.requireNonNull(value);
        return write(key, old -> old == null ? KEEP : value);
    }

    @Override
    public boolean replace(Object key, Object oldValue, Object newValue) {
        if (!keys.contains(key)) {
            return super.replace(key, oldValue, newValue);
        }
        Objects.requireNonNull(oldValue);
        Objects.requireNonNull(newValue);
        boolean[] replaced = {false};
        write(key, old -> {
            replaced[0] = old != null && old.equals(oldValue);
            return replaced[0] ? newValue : KEEP;
        });
        return replaced[0];
    }

    @Override
    public void clear() {
        super.clear();
        withdrawn.clear();
        for (Object key : keys.toArray()) {
            keys.remove(key);
        }
    }

    @Override
    public void replaceAll(BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(function);
        for (Object key : keySet()) {
            computeIfPresent(key, (k, old) -> Objects.requireNonNull(function.apply(k, old)));
        }
    }

    @Override
    public Object computeIfAbsent(Object key, Function<? super Object, ?> function) {
        Objects.requireNonNull(function);
        return keys.contains(key)
                ? derive(key, old -> old == null ? function.apply(key) : old)
                : super.computeIfAbsent(key, function);
    }

    @Override
    public Object computeIfPresent(Object key, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(function);
        return keys.contains(key)
                ? derive(key, old -> old == null ? null : function.apply(key, old))
                : super.computeIfPresent(key, function);
    }

    @Override
    public Object compute(Object key, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(function);
        return keys.contains(key) ? derive(key, old -> function.apply(key, old)) : super.compute(key, function);
    }

    @Override
    public Object merge(Object key, Object value, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(value);
        Objects.requireNonNull(function);
        return keys.contains(key)
                ? derive(key, old -> old == null ? value : function.apply(old, value))
                : super.merge(key, value, function);
    }

    /** Writes to a key that holds a template, unless told to {@link #KEEP}; returns what was read before. */
    private @Nullable Object write(Object key, Function<@Nullable Object, @Nullable Object> change) {
        Object[] before = {null};
        super.compute(key, (k, stored) -> {
            Object old = current(k, stored);
            before[0] = old;
            Object now = change.apply(old);
            return now == KEEP ? stored : drop(k, now);
        });
        return before[0];
    }

    /** As {@link #write}, but an equal value is the same value: a function that returns what it was given changes nothing. */
    private @Nullable Object derive(Object key, Function<@Nullable Object, @Nullable Object> change) {
        Object[] after = {null};
        super.compute(key, (k, stored) -> {
            Object old = current(k, stored);
            Object now = change.apply(old);
            after[0] = now;
            return now != null && now.equals(old) ? stored : drop(k, now);
        });
        return after[0];
    }

    private @Nullable Object current(Object key, @Nullable Object stored) {
        return Marker.read(stored == null ? withdrawn.get(key) : stored);
    }

    private @Nullable Object drop(Object key, @Nullable Object now) {
        withdrawn.remove(key);
        keys.remove(key);
        return now;
    }

    /** What a view of this map takes into a stream: a copy with the secrets as they are now. */
    private Object writeReplace() {
        return rendered();
    }

    /** A plain copy with the secrets as they are now. */
    ConcurrentHashMap<Object, Object> rendered() {
        ConcurrentHashMap<Object, Object> copy = new ConcurrentHashMap<>();
        for (Map.Entry<Object, Object> entry : entrySet()) {
            copy.put(entry.getKey(), entry.getValue());
        }
        return copy;
    }
}
