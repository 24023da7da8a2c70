package io.keyweave.agent.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation gives on a {@link TemplateMap} what it gives on a plain map of the resolved values, and leaves both alike. */
@SuppressWarnings("HashtableContains")
class TemplateMapTest {

    private static final String TEMPLATE = "$<kv:v/s>";

    private @Nullable String secret = "hunter2";

    private final Marker marker = Marker.of(TEMPLATE, () -> secret, () -> secret == null);

    private TemplateMap map() {
        Map<Object, Object> values = new HashMap<>();
        values.put("plain", "p");
        values.put("secret", marker);
        values.put("number", 7);
        return new TemplateMap(values);
    }

    private static ConcurrentHashMap<Object, Object> plain() {
        ConcurrentHashMap<Object, Object> values = new ConcurrentHashMap<>();
        values.put("plain", "p");
        values.put("secret", "hunter2");
        values.put("number", 7);
        return values;
    }

    private record Operation(String name, Function<ConcurrentHashMap<Object, Object>, @Nullable Object> run) {}

    @TestFactory
    Stream<DynamicTest> likeAPlainMap() {
        List<Operation> all = new ArrayList<>();
        for (String key : List.of("secret", "plain", "missing")) {
            all.add(new Operation("get " + key, m -> m.get(key)));
            all.add(new Operation("getOrDefault " + key, m -> m.getOrDefault(key, "d")));
            all.add(new Operation("containsKey " + key, m -> m.containsKey(key)));
            all.add(new Operation("put " + key, m -> m.put(key, "new")));
            all.add(new Operation("putIfAbsent " + key, m -> m.putIfAbsent(key, "new")));
            all.add(new Operation("remove " + key, m -> m.remove(key)));
            all.add(new Operation("remove right " + key, m -> m.remove(key, "hunter2")));
            all.add(new Operation("remove wrong " + key, m -> m.remove(key, TEMPLATE)));
            all.add(new Operation("replace " + key, m -> m.replace(key, "new")));
            all.add(new Operation("replace right " + key, m -> m.replace(key, "hunter2", "new")));
            all.add(new Operation("replace wrong " + key, m -> m.replace(key, TEMPLATE, "new")));
            all.add(new Operation("compute new " + key, m -> m.compute(key, (k, v) -> k + ":" + v)));
            all.add(new Operation("compute null " + key, m -> m.compute(key, (k, v) -> null)));
            all.add(new Operation("compute same " + key, m -> m.compute(key, (k, v) -> v)));
            all.add(new Operation("computeIfAbsent " + key, m -> m.computeIfAbsent(key, k -> "new")));
            all.add(new Operation("computeIfAbsent null " + key, m -> m.computeIfAbsent(key, k -> null)));
            all.add(new Operation("computeIfPresent " + key, m -> m.computeIfPresent(key, (k, v) -> v + "!")));
            all.add(new Operation("computeIfPresent null " + key, m -> m.computeIfPresent(key, (k, v) -> null)));
            all.add(new Operation("merge " + key, m -> m.merge(key, "x", (a, b) -> a + "+" + b)));
            all.add(new Operation("merge null " + key, m -> m.merge(key, "x", (a, b) -> null)));
            all.add(new Operation(
                    "computeIfAbsent no function " + key, m -> outcome(() -> m.computeIfAbsent(key, null))));
            all.add(new Operation(
                    "computeIfPresent no function " + key, m -> outcome(() -> m.computeIfPresent(key, null))));
            all.add(new Operation("compute no function " + key, m -> outcome(() -> m.compute(key, null))));
            all.add(new Operation("merge no function " + key, m -> outcome(() -> m.merge(key, "x", null))));
            all.add(new Operation("merge no value " + key, m -> outcome(() -> m.merge(key, null, (a, b) -> a))));
            all.add(new Operation("replace null by " + key, m -> outcome(() -> m.replace(key, null, "x"))));
            all.add(new Operation("replace by null " + key, m -> outcome(() -> m.replace(key, "hunter2", null))));
            all.add(new Operation("remove null " + key, m -> outcome(() -> m.remove(key, null))));
            all.add(new Operation(
                    "keySet.add " + key, m -> outcome(() -> m.keySet().add(key))));
            all.add(new Operation(
                    "entrySet.add " + key, m -> outcome(() -> m.entrySet().add(Map.entry(key, "new")))));
            all.add(new Operation("keySet.remove " + key, m -> m.keySet().remove(key)));
            all.add(new Operation("entrySet.contains " + key, m -> m.entrySet().contains(Map.entry(key, "hunter2"))));
            all.add(new Operation("entrySet.remove " + key, m -> m.entrySet().remove(Map.entry(key, "hunter2"))));
        }
        all.add(new Operation("size", m -> m.size()));
        all.add(new Operation("mappingCount", m -> m.mappingCount()));
        all.add(new Operation("isEmpty", m -> m.isEmpty()));
        all.add(new Operation("clear", m -> done(m::clear)));
        all.add(new Operation("containsValue", m -> m.containsValue("hunter2")));
        all.add(new Operation("contains", m -> m.contains((Object) "hunter2")));
        all.add(new Operation("containsValue template", m -> m.containsValue(TEMPLATE)));

        all.add(new Operation("keySet", m -> new TreeSet<>(m.keySet())));
        all.add(new Operation("keySet.removeAll", m -> m.keySet().removeAll(List.of("secret"))));
        all.add(new Operation("keySet.retainAll", m -> m.keySet().retainAll(List.of("plain"))));
        all.add(new Operation("keySet.clear", m -> done(m.keySet()::clear)));
        all.add(new Operation(
                "keySet iterator remove", m -> removeAll(m.keySet().iterator())));
        all.add(new Operation("values", m -> sorted(m.values())));
        all.add(new Operation("values.contains", m -> m.values().contains("hunter2")));
        all.add(new Operation("values.remove", m -> m.values().remove("hunter2")));
        all.add(new Operation("values.removeIf", m -> m.values().removeIf("hunter2"::equals)));
        all.add(new Operation(
                "values iterator remove", m -> removeAll(m.values().iterator())));
        all.add(new Operation(
                "values toArray", m -> sorted(Arrays.asList(m.values().toArray(new Object[0])))));
        all.add(new Operation("values size", m -> m.values().size()));
        all.add(new Operation(
                "entrySet",
                m -> sorted(new ArrayList<>(m.entrySet().stream()
                        .map(e -> e.getKey() + "~" + e.getValue())
                        .toList()))));
        all.add(new Operation("entrySet size", m -> m.entrySet().size()));
        all.add(new Operation("entrySet setValue", m -> setAll(m.entrySet())));
        all.add(new Operation(
                "entrySet iterator remove", m -> removeAll(m.entrySet().iterator())));
        all.add(new Operation("entrySet hashCode", m -> m.entrySet().hashCode()));
        all.add(new Operation("entrySet equals", m -> m.entrySet().equals(plain().entrySet())));
        all.add(new Operation("entrySet equals back", m -> plain().entrySet().equals(m.entrySet())));
        all.add(new Operation("keys", m -> sorted(Collections.list(m.keys()))));
        all.add(new Operation("elements", m -> sorted(Collections.list(m.elements()))));
        all.add(new Operation("equals", m -> m.equals(plain())));
        all.add(new Operation("equals back", m -> plain().equals(m)));
        all.add(new Operation("equals HashMap", m -> m.equals(new HashMap<>(plain()))));
        all.add(new Operation("equals other", m -> m.equals(Map.of("secret", "hunter2"))));
        all.add(new Operation("hashCode", m -> m.hashCode()));
        all.add(new Operation("forEach", m -> {
            Map<Object, Object> seen = new HashMap<>();
            m.forEach(seen::put);
            return seen;
        }));
        all.add(new Operation("replaceAll", m -> done(() -> m.replaceAll((k, v) -> k + "=" + v))));
        all.add(new Operation("replaceAll same", m -> done(() -> m.replaceAll((k, v) -> v))));
        all.add(new Operation("putAll", m -> done(() -> m.putAll(Map.of("secret", "new", "other", "o")))));
        all.add(new Operation("new HashMap", m -> new HashMap<>(m)));
        all.add(new Operation("new TreeMap", m -> new TreeMap<>(m)));
        all.add(new Operation("new Hashtable", m -> new Hashtable<>(m)));
        all.add(new Operation("Map.copyOf", m -> Map.copyOf(m)));
        all.add(new Operation("stream", m -> m.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
        all.add(new Operation(
                "parallel stream", m -> sorted(m.values().parallelStream().collect(Collectors.toList()))));
        all.add(new Operation("no function for all", m -> outcome(() -> done(() -> m.replaceAll(null)))));
        all.add(new Operation("no action for all", m -> outcome(() -> done(() -> m.forEach(null)))));
        all.add(new Operation(
                "values.contains null", m -> outcome(() -> m.values().contains(null))));
        all.add(new Operation(
                "values.remove null", m -> outcome(() -> m.values().remove(null))));
        all.add(new Operation(
                "values.containsAll", m -> outcome(() -> m.values().containsAll(List.of("hunter2", 7)))));
        all.add(new Operation(
                "values.removeAll none", m -> outcome(() -> m.values().removeAll(null))));
        all.add(new Operation(
                "values.retainAll none", m -> outcome(() -> m.values().retainAll(null))));
        all.add(new Operation(
                "values.removeIf none", m -> outcome(() -> m.values().removeIf(null))));
        all.add(new Operation("values.add", m -> outcome(() -> m.values().add("x"))));
        all.add(new Operation(
                "values.forEach none", m -> outcome(() -> done(() -> m.values().forEach(null)))));
        all.add(new Operation(
                "keySet.contains null", m -> outcome(() -> m.keySet().contains(null))));
        all.add(new Operation(
                "keySet.remove null", m -> outcome(() -> m.keySet().remove(null))));
        all.add(new Operation(
                "entrySet.contains null", m -> outcome(() -> m.entrySet().contains(null))));
        all.add(new Operation(
                "entrySet.contains text", m -> outcome(() -> m.entrySet().contains((Object) "secret"))));
        all.add(new Operation(
                "entrySet.contains null value",
                m -> outcome(() -> m.entrySet().contains(new AbstractMap.SimpleEntry<>("secret", null)))));
        all.add(new Operation(
                "entrySet.remove null", m -> outcome(() -> m.entrySet().remove(null))));
        all.add(new Operation(
                "entrySet.removeAll none", m -> outcome(() -> m.entrySet().removeAll(null))));
        all.add(new Operation(
                "entrySet setValue null",
                m -> outcome(() -> m.entrySet().iterator().next().setValue(null))));
        all.add(new Operation("a keySet in a stream", m -> streamed(m.keySet())));
        all.add(new Operation("values in a stream", m -> streamed(m.values())));
        all.add(new Operation("entries in a stream", m -> streamed(m.entrySet())));
        all.add(new Operation("a map in a stream", m -> streamed(m)));
        all.add(new Operation("null key", m -> thrown(() -> m.get(null))));
        all.add(new Operation("null put", m -> thrown(() -> m.put("secret", null))));
        all.add(new Operation("null replace", m -> thrown(() -> m.replace("secret", null))));
        all.add(new Operation("null putIfAbsent", m -> thrown(() -> m.putIfAbsent("secret", null))));
        all.add(new Operation("null containsValue", m -> thrown(() -> done(() -> assertFalse(m.containsValue(null))))));
        all.add(new Operation(
                "exhausted", m -> thrown(() -> exhaust(m.entrySet().iterator()))));
        all.add(new Operation(
                "remove twice", m -> thrown(() -> m.entrySet().iterator().remove())));
        return all.stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    TemplateMap live = map();
                    ConcurrentHashMap<Object, Object> expected = plain();
                    assertEquals(
                            operation.run().apply(expected), operation.run().apply(live));
                    assertEquals(new HashMap<>(expected), new HashMap<>(live), "what is left");
                    assertEquals(expected.size(), live.size());
                }));
    }

    @Test
    void showsTemplatesOnlyWhereTextEndsInLogs() {
        TemplateMap map = map();
        assertTrue(map.toString().contains("secret=" + TEMPLATE), map.toString());
        assertTrue(map.values().toString().contains(TEMPLATE));
        assertTrue(map.entrySet().toString().contains("secret=" + TEMPLATE));
        assertFalse((map.toString() + map.values() + map.entrySet()).contains("hunter2"));
        assertEquals(TEMPLATE, map.raw().get("secret"));
    }

    @Test
    void followsTheSecret() {
        TemplateMap map = map();
        TemplateMap copy = map.copy();
        secret = "changed";
        assertEquals("changed", map.get("secret"));
        assertEquals("changed", copy.get("secret"));
        assertTrue(map.containsValue("changed"));
    }

    @Test
    void functionsThatChangeNothingKeepTheTemplate() {
        TemplateMap map = map();
        map.replaceAll((k, v) -> v instanceof String text ? new String(text) : v);
        map.compute("secret", (k, v) -> new String((String) v));
        map.computeIfPresent("secret", (k, v) -> v);
        map.merge("secret", "x", (a, b) -> a);
        map.putIfAbsent("secret", "x");
        map.computeIfAbsent("secret", k -> "x");
        secret = "changed";
        assertEquals("changed", map.get("secret"));
    }

    @Test
    void whatIsPutReplacesTheTemplate() {
        TemplateMap map = map();
        map.put("secret", map.get("secret"));
        secret = "changed";
        assertEquals("hunter2", map.get("secret"));
    }

    @Test
    void aRevokedSecretVanishesFromEveryView() {
        TemplateMap map = map();
        secret = null;
        assertNull(map.get("secret"));
        assertEquals("d", map.getOrDefault("secret", "d"));
        assertFalse(map.containsKey("secret"));
        assertEquals(2, map.size());
        assertEquals(2, map.mappingCount());
        assertFalse(map.keySet().contains("secret"));
        assertEquals(new TreeSet<>(List.of("number", "plain")), new TreeSet<>(map.keySet()));
        assertEquals(2, map.values().size());
        assertEquals(2, Collections.list(map.elements()).size());
        assertEquals(2, Collections.list(map.keys()).size());
        assertEquals(2, map.entrySet().stream().count());
        assertEquals(Map.of("plain", "p", "number", 7), map);
        assertEquals(2, Map.copyOf(map).size());
        assertFalse(map.toString().contains("secret"));
        assertNull(map.put("other", "o"));
        secret = "back";
        assertEquals("back", map.get("secret"));
        assertEquals(4, map.size());
        assertTrue(map.keySet().contains("secret"));
    }

    @Test
    void anIterationUnderWayNeverGivesNull() {
        TemplateMap map = map();
        Iterator<Map.Entry<Object, Object>> entries = map.entrySet().iterator();
        secret = null;
        while (entries.hasNext()) {
            assertTrue(Objects.nonNull(entries.next().getValue()));
        }
    }

    @Test
    void writesWhileRevokedWinOverTheReturnOfTheSecret() {
        TemplateMap removed = map();
        TemplateMap put = map();
        TemplateMap iterated = map();
        secret = null;
        assertNull(removed.remove("secret"));
        assertNull(put.put("secret", "mine"));
        assertEquals(2, iterated.size());
        secret = "back";
        assertFalse(removed.containsKey("secret"));
        assertEquals(2, removed.size());
        assertEquals("mine", put.get("secret"));
        removeAll(iterated.keySet().iterator());
        assertEquals(0, iterated.size());
    }

    /** Whoever asks for the size does not look at the templates unless a secret has changed. */
    @Test
    void nothingIsLookedAtWhileNoSecretHasChanged() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong changes = new AtomicLong();
        TemplateMap.changes(changes::get);
        try {
            TemplateMap map = new TemplateMap(Map.of());
            for (int i = 0; i < 100; i++) {
                map.mark(i, Marker.of(TEMPLATE, () -> secret, () -> asked.incrementAndGet() > 0 && secret == null));
            }
            assertEquals(0, asked.get(), "putting one does not look at the others");
            assertEquals(100, map.size());
            assertEquals(100, asked.getAndSet(0));
            for (int i = 0; i < 10; i++) {
                assertEquals(100, map.size());
                assertFalse(map.isEmpty());
                assertEquals(100, map.keySet().size());
            }
            assertEquals(0, asked.get());
            secret = null;
            changes.incrementAndGet();
            assertEquals(0, map.size());
            secret = "back";
            changes.incrementAndGet();
            assertEquals(100, map.size());
            map.mark("more", marker);
            assertEquals(101, map.size());
            secret = null;
            assertNull(map.get("more"), "a read of one key looks for itself");
        } finally {
            TemplateMap.changes(() -> -1);
        }
    }

    @Test
    void keysAreRememberedAsLongAsAMapHoldsThem() {
        Object key = new Object();
        TemplateMap one = new TemplateMap(Map.of(key, marker));
        TemplateMap other = one.copy();
        assertTrue(LiveMaps.mayHold(key));
        one.put(key, "plain");
        assertTrue(LiveMaps.mayHold(key), "in the copy");
        assertEquals("hunter2", other.get(key));
        other.clear();
        // Those of other tests are garbage: of many maps nobody is asked.
        for (int i = 0; i < 100 && LiveMaps.mayHold(key); i++) {
            System.gc();
            assertEquals(0, new TemplateMap(Map.of()).size());
        }
        assertFalse(LiveMaps.mayHold(key));
        assertEquals("plain", one.get(key));

        Object last = new Object();
        WeakReference<TemplateMap> dropped = new WeakReference<>(new TemplateMap(Map.of(last, marker)));
        for (int i = 0; i < 100 && LiveMaps.mayHold(last); i++) {
            System.gc();
            assertEquals(0, new TemplateMap(Map.of()).size());
        }
        assertNull(dropped.get());
        assertFalse(LiveMaps.mayHold(last));
    }

    @Test
    void aKeyCanBeMarkedAgain() {
        TemplateMap map = map();
        map.remove("secret");
        map.mark("secret", marker);
        assertEquals("hunter2", map.get("secret"));
        map.mark("secret", Marker.of("$<kv:v/t>", () -> "other", () -> false));
        assertEquals("other", map.get("secret"));
        assertEquals(3, map.copy().size());
    }

    private static Object done(Runnable action) {
        action.run();
        return "done";
    }

    private static List<String> sorted(Iterable<?> items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(String.valueOf(item)));
        Collections.sort(texts);
        return texts;
    }

    private static Object removeAll(Iterator<?> items) {
        int count = 0;
        while (items.hasNext()) {
            items.next();
            items.remove();
            count++;
        }
        return count;
    }

    private static Object setAll(Iterable<Map.Entry<Object, Object>> entries) {
        List<String> old = new ArrayList<>();
        for (Map.Entry<Object, Object> entry : entries) {
            old.add(String.valueOf(entry.setValue("set " + entry.getKey())));
        }
        Collections.sort(old);
        return old;
    }

    private static void exhaust(Iterator<?> items) {
        for (int i = 0; i < 10; i++) {
            items.next();
        }
    }

    /** What comes of it: the result or the class of the exception. */
    private static Object outcome(Callable<?> action) {
        try {
            return String.valueOf(action.call());
        } catch (Exception e) {
            return e.getClass();
        }
    }

    /** What another JVM reads; the stream holds the JDK's classes only. */
    private static Object streamed(Object view) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(view);
            }
            assertFalse(bytes.toString(StandardCharsets.ISO_8859_1).contains("keyweave"));
            Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            return read.getClass() + " " + sorted(read instanceof Map<?, ?> map ? map.entrySet() : (Iterable<?>) read);
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> thrown(Runnable action) {
        RuntimeException thrown = assertThrows(RuntimeException.class, action::run);
        assertTrue(thrown instanceof NullPointerException
                || thrown instanceof NoSuchElementException
                || thrown instanceof IllegalStateException);
        return thrown.getClass();
    }
}
