package io.keyweave.agent.views;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks a {@link TemplateMap} one entry ahead, because an entry whose secret has just gone must not be announced by
 * {@code hasNext}. Weakly consistent, as the iterators of a {@code ConcurrentHashMap} are.
 */
abstract class RenderedIterator<T> implements Iterator<T> {

    private final TemplateMap map;
    private final Iterator<Map.Entry<Object, Object>> stored;
    private @Nullable Object key;
    private @Nullable T next;
    private @Nullable Object lastKey;

    RenderedIterator(TemplateMap map) {
        this.map = map;
        this.stored = map.stored().iterator();
        advance();
    }

    abstract T item(Object key, Object value, Object stored);

    private void advance() {
        next = null;
        while (next == null && stored.hasNext()) {
            Map.Entry<Object, Object> entry = stored.next();
            Object value = Marker.read(entry.getValue());
            if (value != null) {
                key = entry.getKey();
                next = item(entry.getKey(), value, entry.getValue());
            }
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public T next() {
        T item = next;
        if (item == null) {
            throw new NoSuchElementException();
        }
        lastKey = key;
        advance();
        return item;
    }

    @Override
    public void remove() {
        if (lastKey == null) {
            throw new IllegalStateException();
        }
        map.remove(lastKey);
        lastKey = null;
    }
}
