package io.keyweave.served;

import io.keyweave.Secret;
import io.keyweave.served.TextDigests.Digest;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** By the digest of a text the parts that have or had it: a login costs one digest, however many secrets there are. Thread-safe. */
final class TextIndex implements PartTexts.Index {

    private final Map<Digest, Set<PartTexts>> parts = new ConcurrentHashMap<>();

    /** Secrets whose current texts may not be here. They are taken in at the first login after the change, not by every JVM. */
    private final Queue<ServedSecret> changed = new ConcurrentLinkedQueue<>();

    @Override
    public void add(Digest digest, PartTexts texts) {
        parts.compute(digest, (d, known) -> {
            Set<PartTexts> all = known == null ? ConcurrentHashMap.newKeySet(2) : known;
            all.add(texts);
            return all;
        });
    }

    @Override
    public void remove(Digest digest, PartTexts texts) {
        parts.computeIfPresent(digest, (d, all) -> {
            all.remove(texts);
            return all.isEmpty() ? null : all;
        });
    }

    /** The secret may have another value, or more parts. */
    void changed(ServedSecret served) {
        if (served.waits.compareAndSet(false, true)) {
            changed.add(served);
        }
    }

    /** Takes in the current texts of what has changed. */
    void takeInChanged() {
        if (changed.isEmpty()) {
            return;
        }
        synchronized (changed) {
            // Out of the queue only when it is done: whoever finds the queue empty relies on the index.
            for (ServedSecret served = changed.peek(); served != null; served = changed.peek()) {
                served.waits.set(false);
                takeIn(served);
                changed.remove();
            }
        }
    }

    private void takeIn(ServedSecret served) {
        // Nobody stops naming it in between, which would leave a value behind.
        synchronized (served) {
            Secret value = served.value();
            SecretTexts texts = value == null ? null : new SecretTexts(value);
            served.parts.forEach((part, known) -> {
                String text = texts == null ? null : texts.text(part);
                if (value == null || text == null) {
                    known.clear(this);
                } else {
                    known.current(value.version(), text, this);
                }
            });
        }
    }

    Set<PartTexts> of(Digest digest) {
        return parts.getOrDefault(digest, Set.of());
    }

    /** How many texts would be recognised. */
    int size() {
        return parts.size();
    }
}
