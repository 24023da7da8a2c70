package io.keyweave.agent.patch.hocon;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a HOCON object that has templates among them: a template without a value is not there, neither for reads nor for
 * size, names and iteration, and is back when its secret is. Read-only, as the maps of HOCON's objects are. As thread-safe as what it shows.
 */
final class PresentMap extends AbstractMap<Object, Object> {

    private final Map<?, ?> all;

    private PresentMap(Map<?, ?> all) {
        this.all = all;
    }

    /** The map itself when it holds no template. */
    static Map<?, ?> of(Map<?, ?> members) {
        if (members instanceof PresentMap) {
            return members;
        }
        for (Object member : members.values()) {
            if (Presence.isTemplate(member)) {
                return new PresentMap(members);
            }
        }
        return members;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        Object member = all.get(key);
        return Presence.absent(member) ? null : member;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, Object>> iterator() {
                List<Map.Entry<Object, Object>> present = new ArrayList<>(all.size());
                for (Map.Entry<?, ?> entry : all.entrySet()) {
                    if (!Presence.absent(entry.getValue())) {
                        present.add(new SimpleImmutableEntry<>(entry.getKey(), entry.getValue()));
                    }
                }
                return Collections.unmodifiableList(present).iterator();
            }

            @Override
            public int size() {
                return Presence.count(all.values());
            }
        };
    }
}
