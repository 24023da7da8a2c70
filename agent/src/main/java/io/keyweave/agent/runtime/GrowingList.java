package io.keyweave.agent.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A list that only grows and is read without a lock: a copy for each item would cost as much as the square of their number. Thread-safe. */
public final class GrowingList<T> {

    private volatile Object[] items = new Object[16];

    /** Written after the item, read before it. */
    private volatile int size;

    /** Returns the place of the item. */
    public synchronized int add(T item) {
        int at = size;
        Object[] now = items;
        if (at == now.length) {
            now = Arrays.copyOf(now, at * 2);
            items = now;
        }
        now[at] = item;
        size = at + 1;
        return at;
    }

    public int size() {
        return size;
    }

    /** The item at a place; null where there is none. */
    @SuppressWarnings("unchecked")
    public @Nullable T get(int at) {
        return at >= 0 && at < size ? (T) items[at] : null;
    }
}
