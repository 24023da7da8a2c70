package io.keyweave.agent.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation on the view of the environment gives what it gives on the JDK's own, nulls and other types included. */
class LiveEnvironmentTest {

    private static final Map<String, String> JDK = System.getenv();

    /** Its values come from markers. */
    private static Map<String, String> ours() {
        Map<String, Marker> markers = new HashMap<>();
        JDK.forEach((name, value) -> markers.put(name, Marker.of("$<kv:v/" + name + ">", () -> value, () -> false)));
        return Collections.unmodifiableMap(new LiveEnvironment(JDK, markers));
    }

    @TestFactory
    Stream<DynamicTest> likeTheJdks() {
        Map<String, Function<Map<String, String>, Object>> all = new HashMap<>();
        String some = JDK.keySet().iterator().next();
        List<Object> arguments = new ArrayList<>();
        Collections.addAll(arguments, null, 5, "no such variable", some, JDK.get(some));
        for (Object argument : arguments) {
            all.put("get " + argument, m -> outcome(() -> m.get(argument)));
            all.put("getOrDefault " + argument, m -> outcome(() -> m.getOrDefault(argument, "d")));
            all.put("containsKey " + argument, m -> outcome(() -> m.containsKey(argument)));
            all.put("containsValue " + argument, m -> outcome(() -> m.containsValue(argument)));
            all.put("remove " + argument, m -> outcome(() -> m.remove(argument)));
            all.put("keySet.contains " + argument, m -> outcome(() -> m.keySet().contains(argument)));
            all.put("keySet.remove " + argument, m -> outcome(() -> m.keySet().remove(argument)));
            all.put("values.contains " + argument, m -> outcome(() -> m.values().contains(argument)));
            all.put("values.remove " + argument, m -> outcome(() -> m.values().remove(argument)));
            all.put(
                    "entrySet.contains " + argument,
                    m -> outcome(() -> m.entrySet().contains(argument)));
            for (Object value : arguments) {
                all.put(
                        "entrySet.contains " + argument + "=" + value,
                        m -> outcome(() -> m.entrySet().contains(new SimpleEntry<>(argument, value))));
            }
        }
        all.put("put", m -> outcome(() -> m.put(some, "x")));
        all.put("putAll", m -> outcome(() -> done(() -> m.putAll(Map.of(some, "x")))));
        all.put("putIfAbsent", m -> outcome(() -> m.putIfAbsent(some, "x")));
        all.put("computeIfAbsent", m -> outcome(() -> m.computeIfAbsent(some, k -> "x")));
        all.put("computeIfAbsent no function", m -> outcome(() -> m.computeIfAbsent(some, null)));
        all.put("computeIfPresent", m -> outcome(() -> m.computeIfPresent(some, (k, v) -> v)));
        all.put("merge", m -> outcome(() -> m.merge(some, "x", (a, b) -> a)));
        all.put("replace", m -> outcome(() -> m.replace(some, "x")));
        all.put("replaceAll", m -> outcome(() -> done(() -> m.replaceAll((k, v) -> v))));
        all.put("clear", m -> outcome(() -> done(m::clear)));
        all.put("forEach none", m -> outcome(() -> done(() -> m.forEach(null))));
        all.put("keySet.add", m -> outcome(() -> m.keySet().add("x")));
        all.put("iterator remove", m -> outcome(() -> removeFirst(m)));
        all.put("setValue", m -> outcome(() -> m.entrySet().iterator().next().setValue("x")));
        all.put("size", m -> m.size());
        all.put("equals", m -> m.equals(new HashMap<>(JDK)));
        all.put("hashCode", m -> m.hashCode());
        all.put("keySet.hashCode", m -> m.keySet().hashCode());
        all.put("entrySet.hashCode", m -> m.entrySet().hashCode());
        all.put("hashes of entries", m -> {
            Map<String, Integer> hashes = new HashMap<>();
            m.entrySet().forEach(entry -> hashes.put(entry.getKey(), entry.hashCode()));
            return hashes;
        });
        all.put("copy", m -> new HashMap<>(m));
        all.put("keys", m -> new ArrayList<>(m.keySet()).size());
        Map<String, String> ours = ours();
        return all.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertEquals(
                                one.getValue().apply(JDK), one.getValue().apply(ours))));
    }

    /** Which no process can be given, so the JDK has no hash for it. */
    @Test
    void hashesASecretWithAZero() {
        Map<String, String> raw = Map.of("A", "$<kv:v/a>");
        LiveEnvironment ours = new LiveEnvironment(raw, Map.of("A", Marker.of("$<kv:v/a>", () -> "x\0y", () -> false)));
        assertEquals("A".hashCode() ^ "x\0y".hashCode(), ours.hashCode());
    }

    private static Object removeFirst(Map<String, String> map) {
        var entries = map.entrySet().iterator();
        entries.next();
        entries.remove();
        return "removed";
    }

    private static Object done(Runnable action) {
        action.run();
        return "done";
    }

    private static Object outcome(Callable<?> action) {
        try {
            return String.valueOf(action.call());
        } catch (Exception e) {
            return e.getClass();
        }
    }
}
