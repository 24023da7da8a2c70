package io.keyweave.served;

import io.keyweave.served.TextDigests.Digest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** By the digest of a text the parts that have or had it: a login costs one digest, however many secrets there are. Thread-safe. */
final class TextIndex implements PartTexts.Index {

    private final Map<Digest, Set<PartTexts>> parts = new ConcurrentHashMap<>();

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

    Set<PartTexts> of(Digest digest) {
        return parts.getOrDefault(digest, Set.of());
    }

    /** How many texts would be recognised. */
    int size() {
        return parts.size();
    }
}
