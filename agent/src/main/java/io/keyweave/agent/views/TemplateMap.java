package io.keyweave.agent.views;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The private map of a {@code Properties} that holds a trusted template. The table below it holds a {@link Marker} under such a key; every way
 * to read a value renders it, and no way leads to a marker. Thread-safe as its superclass is.
 *
 * <p>Why a map and not patched reads: scanning each value that anybody reads for {@code $<} doubled the cost of an ordinary
 * {@code System.getProperty}. Replacing the map of the few instances concerned costs the others nothing, and all readers, streams and
 * copies of a {@code Properties} end here.
 *
 * <p>The parallel bulk operations of {@code ConcurrentHashMap} are not covered: the field is private, nobody can call them.
 */
@SuppressWarnings("NullAway") // mirrors java.util.Map, whose nullness differs per method
public final class TemplateMap extends MarkerTable {

    private static final long serialVersionUID = 1L;

    private static final Object KEEP = new Object();

    /** @param values plain values and markers */
    public TemplateMap(Map<?, ?> values) {
        this(values, 0);
    }

    /**
     * @param values plain values and markers
     * @param expected how many templates are about to be put
     */
    TemplateMap(Map<?, ?> values, int expected) {
        super(values, expected);
    }

    /** Same markers, independent from now on. */
    public TemplateMap copy() {
        return new TemplateMap(contents());
    }

    /** A plain map in which present templates stand as written. */
    public ConcurrentHashMap<Object, Object> raw() {
        ConcurrentHashMap<Object, Object> raw = new ConcurrentHashMap<>(Math.max(8, super.size()));
        for (Map.Entry<Object, Object> entry : stored()) {
            raw.put(entry.getKey(), Marker.raw(entry.getValue()));
        }
        return raw;
    }

    // Reading one key.

    @Override
    public Object get(Object key) {
        return Marker.read(stored(key));
    }

    @Override
    public Object getOrDefault(Object key, Object defaultValue) {
        Object value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return Marker.present(stored(key));
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
        Objects.requireNonNull(value);
        // A template that has come back in between is answered for all the same.
        return holdsTemplate(key) ? write(key, old -> value) : Marker.read(super.put(key, value));
    }

    @Override
    public Object putIfAbsent(Object key, Object value) {
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
        return write(key, old -> null);
    }

    @Override
    public boolean remove(Object key, Object value) {
        boolean[] removed = {false};
        write(key, old -> {
            removed[0] = old != null && old.equals(value);
            return removed[0] ? null : KEEP;
        });
        return removed[0];
    }

    @Override
    public Object replace(Object key, Object value) {
        Objects.requireNonNull(value);
        return write(key, old -> old == null ? KEEP : value);
    }

    @Override
    public boolean replace(Object key, Object oldValue, Object newValue) {
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
        forgetAll();
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
        Object now = get(key);
        return now != null ? now : derive(key, old -> old == null ? function.apply(key) : old);
    }

    @Override
    public Object computeIfPresent(Object key, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(function);
        return derive(key, old -> old == null ? null : function.apply(key, old));
    }

    @Override
    public Object compute(Object key, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(function);
        return derive(key, old -> function.apply(key, old));
    }

    @Override
    public Object merge(Object key, Object value, BiFunction<? super Object, ? super Object, ?> function) {
        Objects.requireNonNull(value);
        Objects.requireNonNull(function);
        return derive(key, old -> old == null ? value : function.apply(old, value));
    }

    /** Writes, unless told to {@link #KEEP}; returns what was read before. */
    private @Nullable Object write(Object key, Function<@Nullable Object, @Nullable Object> change) {
        Object[] before = {null};
        exchange(key, stored -> {
            Object old = Marker.read(stored);
            before[0] = old;
            Object now = change.apply(old);
            return now == KEEP ? stored : now;
        });
        return before[0];
    }

    /** As {@link #write}, but a template whose value is returned stays: a function that returns what it was given changes nothing. */
    private @Nullable Object derive(Object key, Function<@Nullable Object, @Nullable Object> change) {
        Object[] after = {null};
        exchange(key, stored -> {
            Object old = Marker.read(stored);
            Object now = change.apply(old);
            after[0] = now;
            boolean same = stored instanceof Marker && now != null && now.equals(old);
            return same ? stored : now;
        });
        return after[0];
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
