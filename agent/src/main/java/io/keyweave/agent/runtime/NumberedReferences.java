package io.keyweave.agent.runtime;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects found by number, without a lock and without an object made for it, and held only as long as somebody else holds them. A number is never used
 * again. To add one costs the same however many there are. Thread-safe.
 */
public final class NumberedReferences<T> {

    private static final int SMALLEST = 16;

    private final ReferenceQueue<T> collected = new ReferenceQueue<>();
    private volatile Table<T> table = new Table<>(SMALLEST);
    private int next;
    private int gone;
    private boolean goneUnseen;

    /** Ordered by number. Only what is behind the size changes. */
    private static final class Table<T> {
        private final int[] numbers;
        private final Object[] references;

        /** Written after the entry, read before it. */
        private volatile int size;

        Table(int length) {
            numbers = new int[length];
            references = new Object[length];
        }

        @SuppressWarnings("unchecked")
        WeakReference<T> reference(int at) {
            return (WeakReference<T>) references[at];
        }

        void add(int number, WeakReference<T> reference) {
            numbers[size] = number;
            references[size] = reference;
            size = size + 1;
        }
    }

    /** Returns the number of the object. */
    public synchronized int add(T item) {
        while (collected.poll() != null) {
            gone++;
            goneUnseen = true;
        }
        Table<T> now = table;
        if (now.size == now.numbers.length || gone > SMALLEST && gone * 2 > now.size) {
            now = withoutCollected(now);
            table = now;
        }
        now.add(next, new WeakReference<>(item, collected));
        return next++;
    }

    private Table<T> withoutCollected(Table<T> before) {
        int alive = 0;
        for (int i = 0; i < before.size; i++) {
            alive += before.reference(i).refersTo(null) ? 0 : 1;
        }
        Table<T> after = new Table<>(Math.max(SMALLEST, alive * 2));
        gone = 0;
        for (int i = 0; i < before.size; i++) {
            WeakReference<T> one = before.reference(i);
            if (after.size < alive && !one.refersTo(null)) {
                after.add(before.numbers[i], one);
            }
        }
        return after;
    }

    /** Whether one has gone since this was asked last. Seen when one is added. */
    public synchronized boolean haveGone() {
        boolean seen = goneUnseen;
        goneUnseen = false;
        return seen;
    }

    /** Whether there may be any. */
    public boolean any() {
        return table.size > 0;
    }

    /** The object of a number; null where there is none, or none any more. */
    public @Nullable T get(int number) {
        Table<T> now = table;
        int at = Arrays.binarySearch(now.numbers, 0, now.size, number);
        return at < 0 ? null : now.reference(at).get();
    }

    /** Calls with each object that is still there. */
    public void forEach(Consumer<T> action) {
        Table<T> now = table;
        int size = now.size;
        for (int i = 0; i < size; i++) {
            T item = now.reference(i).get();
            if (item != null) {
                action.accept(item);
            }
        }
    }
}
