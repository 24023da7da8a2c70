package io.keyweave.store;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who reads one secret, and the smallest ttl they ask for. Coming and going cost the same however many there are: an application may
 * bind a million short-lived values to one secret. Hence links in the uses themselves, and a count per ttl. Guarded by the store's lock.
 */
final class Readers implements Iterable<ReaderReference> {

    private @Nullable ReaderReference first;
    private @Nullable ReaderReference last;

    /** How many ask for which ttl of their own; mostly nobody does. */
    private @Nullable TreeMap<Duration, Integer> own;

    /** How many take the usual ttl. */
    private int usual;

    boolean isEmpty() {
        return first == null;
    }

    /** The smallest ttl anybody asks for. */
    Duration ttl(Duration usualTtl) {
        if (own == null || own.isEmpty()) {
            return usualTtl;
        }
        Duration smallest = own.firstKey();
        return usual > 0 && usualTtl.compareTo(smallest) < 0 ? usualTtl : smallest;
    }

    void add(ReaderReference use) {
        use.before = last;
        use.listed = true;
        if (last == null) {
            first = use;
        } else {
            last.next = use;
        }
        last = use;
        count(use, 1);
    }

    /** Returns whether it was there. */
    boolean remove(ReaderReference use) {
        if (!use.listed) {
            return false;
        }
        use.listed = false;
        if (use.before == null) {
            first = use.next;
        } else {
            use.before.next = use.next;
        }
        if (use.next == null) {
            last = use.before;
        } else {
            use.next.before = use.before;
        }
        use.before = null;
        use.next = null;
        count(use, -1);
        return true;
    }

    private void count(ReaderReference use, int change) {
        if (use.ttl == null) {
            usual += change;
            return;
        }
        if (own == null) {
            own = new TreeMap<>();
        }
        int count = own.getOrDefault(use.ttl, 0) + change;
        if (count == 0) {
            own.remove(use.ttl);
        } else {
            own.put(use.ttl, count);
        }
    }

    /** In the order in which they came. */
    @Override
    public Iterator<ReaderReference> iterator() {
        return new Iterator<>() {
            private @Nullable ReaderReference next = first;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public ReaderReference next() {
                ReaderReference use = next;
                if (use == null) {
                    throw new NoSuchElementException();
                }
                next = use.next;
                return use;
            }
        };
    }
}
