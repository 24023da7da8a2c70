package io.keyweave.agent.views;

import java.io.Serializable;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a {@link TemplateMap}, rendered. */
final class TemplateValues extends AbstractCollection<Object> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient TemplateMap map;

    TemplateValues(TemplateMap map) {
        this.map = map;
    }

    @Override
    public Iterator<Object> iterator() {
        return new RenderedIterator<>(map) {
            @Override
            Object item(Object key, Object value, Object stored) {
                return value;
            }
        };
    }

    @Override
    public boolean contains(@Nullable Object value) {
        Objects.requireNonNull(value);
        return super.contains(value);
    }

    /** The JDK's own view of a plain copy. */
    private Object writeReplace() {
        return map.rendered().values();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public void clear() {
        map.clear();
    }

    /** Templates as written: this ends in logs. */
    @Override
    public String toString() {
        List<@Nullable Object> raw = new ArrayList<>();
        for (Map.Entry<Object, Object> entry : map.stored()) {
            raw.add(Marker.raw(entry.getValue()));
        }
        return raw.toString();
    }
}
