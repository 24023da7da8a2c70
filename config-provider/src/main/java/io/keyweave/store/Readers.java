package io.keyweave.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who reads one secret, and the smallest ttl they ask for. Coming and going cost the same however many there are: an application may
 * bind a million short-lived values to one secret. Hence links in the references themselves, and a count per ttl. Guarded by the store's lock.
 */
final class Readers implements Iterable<ReaderReference> {

    private @Nullable ReaderReference first;
    private @Nullable ReaderReference last;

    /** How many ask for which ttl of their own; mostly nobody does. */
    private @Nullable TreeMap<Duration, Integer> own;

    /** How many take the usual ttl. */
    private int usual;

    private static final int MOST_SHOWN = 20;
    private static final int MOST_IN_A_LINE = 5;

    /** A million readers are not walked through for a line of log. */
    private static final int MOST_SEEN = 1_000;

    private int size;

    /** The origins for a person, each once, in the order in which they came; of many the rest as a number. */
    List<String> origins() {
        return origins(MOST_SHOWN, false);
    }

    /** Does the same for a line of log, with what became of copies; empty when nobody reads. */
    List<String> inShort() {
        return origins(MOST_IN_A_LINE, true);
    }

    private List<String> origins(int most, boolean copies) {
        if (size == 1 && first != null) {
            // Most secrets; a scrape asks for all of them.
            return List.of(copies ? first.origin.reader() : first.origin.toString());
        }
        Map<String, String> distinct = new LinkedHashMap<>();
        int seen = 0;
        for (ReaderReference reader = first; reader != null && seen < MOST_SEEN; reader = reader.next) {
            String place = reader.origin.toString();
            String shown = copies ? reader.origin.reader() : place;
            // A place that is read again, and that a framework has copied all the same: the copy is what people have to
            // know of.
            if (reader.origin.copiedBy() != null) {
                distinct.put(place, shown);
            } else {
                distinct.putIfAbsent(place, shown);
            }
            seen++;
        }
        if (distinct.size() <= most && seen == size) {
            return List.copyOf(distinct.values());
        }
        List<String> shown =
                new ArrayList<>(List.copyOf(distinct.values()).subList(0, Math.min(most, distinct.size())));
        shown.add((Math.max(0, distinct.size() - most) + size - seen) + " more");
        return shown;
    }

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

    void add(ReaderReference reader) {
        reader.before = last;
        reader.listed = true;
        if (last == null) {
            first = reader;
        } else {
            last.next = reader;
        }
        last = reader;
        count(reader, 1);
    }

    /** Returns whether it was there. */
    boolean remove(ReaderReference reader) {
        if (!reader.listed) {
            return false;
        }
        reader.listed = false;
        if (reader.before == null) {
            first = reader.next;
        } else {
            reader.before.next = reader.next;
        }
        if (reader.next == null) {
            last = reader.before;
        } else {
            reader.next.before = reader.before;
        }
        reader.before = null;
        reader.next = null;
        count(reader, -1);
        return true;
    }

    private void count(ReaderReference reader, int change) {
        size += change;
        if (reader.ttl == null) {
            usual += change;
            return;
        }
        if (own == null) {
            own = new TreeMap<>();
        }
        int count = own.getOrDefault(reader.ttl, 0) + change;
        if (count == 0) {
            own.remove(reader.ttl);
        } else {
            own.put(reader.ttl, count);
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
                ReaderReference reader = next;
                if (reader == null) {
                    throw new NoSuchElementException();
                }
                next = reader.next;
                return reader;
            }
        };
    }
}
