package io.keyweave.agent.views;

import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The entries of a {@link TemplateMap}, rendered: what {@code ConcurrentHashMap.entrySet()} is to a plain one. */
final class TemplateEntries extends AbstractSet<Map.Entry<Object, Object>> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient TemplateMap map;

    TemplateEntries(TemplateMap map) {
        this.map = map;
    }

    @Override
    public Iterator<Map.Entry<Object, Object>> iterator() {
        return new RenderedIterator<>(map) {
            @Override
            Map.Entry<Object, Object> item(Object key, Object value, Object stored) {
                return new WriteThroughEntry(map, key, value, stored);
            }
        };
    }

    /** The JDK's own view of a plain copy. */
    private Object writeReplace() {
        return map.rendered().entrySet();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean contains(Object other) {
        return other instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && entry.getValue() != null
                && entry.getValue().equals(map.get(entry.getKey()));
    }

    @Override
    public boolean remove(Object other) {
        return other instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && entry.getValue() != null
                && map.remove(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean add(Map.Entry<Object, Object> entry) {
        return map.put(entry.getKey(), entry.getValue()) == null;
    }

    @Override
    public void clear() {
        map.clear();
    }

    /** A snapshot of the value that writes through, as the entries of a {@code ConcurrentHashMap} do. */
    private static final class WriteThroughEntry implements Map.Entry<Object, Object> {
        private final TemplateMap map;
        private final Object key;
        private Object value;
        private Object stored;

        WriteThroughEntry(TemplateMap map, Object key, Object value, Object stored) {
            this.map = map;
            this.key = key;
            this.value = value;
            this.stored = stored;
        }

        @Override
        public Object getKey() {
            return key;
        }

        @Override
        public Object getValue() {
            return value;
        }

        @Override
        public Object setValue(Object newValue) {
            Object old = value;
            map.put(key, Objects.requireNonNull(newValue));
            value = newValue;
            stored = newValue;
            return old;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && key.equals(entry.getKey())
                    && value.equals(entry.getValue());
        }

        @Override
        public int hashCode() {
            return key.hashCode() ^ value.hashCode();
        }

        /** The template as written: this ends in logs. */
        @Override
        public String toString() {
            return key + "=" + Marker.raw(stored);
        }
    }
}
