package io.keyweave.agent.views;

import java.io.File;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The environment as {@code System.getenv} shows it, secrets resolved. The process's own block and
 * {@code ProcessBuilder.environment()} keep the placeholders. Immutable but for the secrets; thread-safe.
 */
public final class LiveEnvironment extends AbstractMap<String, String> {

    private static final Object[] NOTHING = {null};

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** By name, each ready to be handed to the patched method, or an {@link VariableAnswer}. Windows ignores case here, and only here. */
    private final Map<String, Object> answers =
            File.separatorChar == '\\' ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();

    public LiveEnvironment(Map<String, String> raw, Map<String, Marker> markers) {
        for (Map.Entry<String, String> entry : raw.entrySet()) {
            Marker marker = markers.get(entry.getKey());
            values.put(entry.getKey(), marker == null ? entry.getValue() : marker);
            answers.put(entry.getKey(), marker == null ? new Object[] {entry.getValue()} : new VariableAnswer(marker));
        }
    }

    /** {@code System.getenv(name)}, boxed. Costs a look-up, and allocates nothing until a secret changes. */
    public Object @Nullable [] answer(String name) {
        Object answer = answers.get(name);
        if (answer instanceof Object[] ready) {
            return ready;
        }
        return answer instanceof VariableAnswer template ? template.current() : NOTHING;
    }

    /** A template's text in its box, which is made anew when the text is another one. */
    private static final class VariableAnswer {
        private final Marker marker;
        private volatile Object[] last = NOTHING;

        VariableAnswer(Marker marker) {
            this.marker = marker;
        }

        Object[] current() {
            String text = marker.current();
            Object[] box = last;
            if (box[0] != text) {
                box = new Object[] {text};
                last = box;
            }
            return box;
        }
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        return (String) Marker.read(values.get(name(key)));
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return Marker.present(values.get(name(key)));
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return super.containsValue(name(value));
    }

    /** The JDK's map takes strings only and says so. */
    private static String name(@Nullable Object key) {
        if (key == null) {
            throw new NullPointerException();
        }
        return (String) key;
    }

    /** Templates as written: this ends in logs. */
    @Override
    public String toString() {
        Map<String, Object> present = new LinkedHashMap<>(values);
        present.values().removeIf(value -> !Marker.present(value));
        return present.toString();
    }

    /** Names alone, which are known before the secrets are. */
    @Override
    public Set<String> keySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<String> iterator() {
                List<String> present = new ArrayList<>(values.size());
                for (Map.Entry<String, Object> entry : values.entrySet()) {
                    if (Marker.present(entry.getValue())) {
                        present.add(entry.getKey());
                    }
                }
                return Collections.unmodifiableList(present).iterator();
            }

            @Override
            public int size() {
                return LiveEnvironment.this.size();
            }

            @Override
            public boolean contains(@Nullable Object name) {
                return containsKey(name);
            }
        };
    }

    @Override
    public Collection<String> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<String> iterator() {
                Iterator<Map.Entry<String, String>> entries = entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public String next() {
                        return entries.next().getValue();
                    }
                };
            }

            @Override
            public boolean contains(@Nullable Object value) {
                return containsValue(value);
            }

            @Override
            public int size() {
                return LiveEnvironment.this.size();
            }

            @Override
            public String toString() {
                List<Object> present = new ArrayList<>(values.values());
                present.removeIf(value -> !Marker.present(value));
                return present.toString();
            }
        };
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries(values.entrySet().iterator());
            }

            /** Name and value are strings here, too. */
            @Override
            public boolean contains(@Nullable Object other) {
                if (!(other instanceof Map.Entry<?, ?> entry)) {
                    return false;
                }
                String value = get(entry.getKey());
                return value != null && value.equals(name(entry.getValue()));
            }

            @Override
            public int size() {
                int size = 0;
                for (Object value : values.values()) {
                    size += Marker.present(value) ? 1 : 0;
                }
                return size;
            }

            @Override
            public int hashCode() {
                return LiveEnvironment.this.hashCode();
            }

            @Override
            public String toString() {
                return LiveEnvironment.this.toString();
            }
        };
    }

    /** As the JDK's map, which hashes the bytes of names and values, and not in every version as a string hashes them. */
    @Override
    public int hashCode() {
        JdkHashes hashes = new JdkHashes();
        int sum = 0;
        Entries entries = new Entries(values.entrySet().iterator());
        while (entries.hasNext()) {
            Map.Entry<String, String> entry = entries.next();
            sum += hashes.of(entry.getKey(), entry.getValue());
        }
        return sum;
    }

    /** Which hash the JDK gives a variable: its own map is asked, in a copy that a child process would get. */
    private static final class JdkHashes {
        private final Map<String, String> one = new ProcessBuilder().environment();

        int of(String name, String value) {
            one.clear();
            try {
                one.put(name, value);
                return one.hashCode();
            } catch (IllegalArgumentException noVariable) {
                // Such as a secret with a zero in it, which no process could have been given.
                return name.hashCode() ^ value.hashCode();
            }
        }
    }

    /** One entry ahead, so that a secret revoked meanwhile is not announced. */
    private static final class Entries implements Iterator<Map.Entry<String, String>> {
        private final Iterator<Map.Entry<String, Object>> stored;
        private Map.@Nullable Entry<String, String> next;

        Entries(Iterator<Map.Entry<String, Object>> stored) {
            this.stored = stored;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && stored.hasNext()) {
                Map.Entry<String, Object> entry = stored.next();
                if (Marker.read(entry.getValue()) instanceof String value) {
                    next = new Shown(entry.getKey(), value, entry.getValue());
                }
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Map.Entry<String, String> next() {
            Map.Entry<String, String> entry = next;
            if (entry == null) {
                throw new NoSuchElementException();
            }
            advance();
            return entry;
        }
    }

    /** Its text shows a template as written, as the map's does. */
    private static final class Shown extends SimpleImmutableEntry<String, String> {

        private static final long serialVersionUID = 1L;

        private final transient Object stored;

        Shown(String name, String value, Object stored) {
            super(name, value);
            this.stored = stored;
        }

        @Override
        public int hashCode() {
            return new JdkHashes().of(getKey(), getValue());
        }

        @Override
        public String toString() {
            return getKey() + "=" + Marker.raw(stored);
        }
    }
}
