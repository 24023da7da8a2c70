package io.keyweave.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstructorArgumentTest {

    /** Stands for the bridge: exchanges maps and lists, leaves the rest. */
    public static final class Bridge {
        public static Object[] enter(int hook, Object self, Object argument) {
            assertEquals(7, hook);
            assertNull(argument);
            return self instanceof Map ? new Object[] {Map.of("exchanged", self)} : null;
        }
    }

    /** What is patched: wide arguments before, branches before and behind {@code super}, another constructor with no branch at all. */
    public static class Target extends Exception {
        private static final long serialVersionUID = 1L;
        public final transient Map<String, Object> map;
        public final long sum;

        public Target(long a, double b, Map<String, Object> map, boolean negative) {
            super(negative ? "negative" : "positive");
            long total = 0;
            for (int i = 0; i < a; i++) {
                total += negative ? -1 : 1;
            }
            this.sum = total + (long) b;
            this.map = map == null ? Map.of() : map;
        }

        public Target(Map<String, Object> map) {
            this.map = map;
            this.sum = 0;
        }
    }

    @Test
    void oneArgumentIsExchangedBeforeTheConstructorRuns() throws Exception {
        Class<?> woven = define(Weaver.weave(bytes(), Bridge.class.getName().replace('.', '/'), new Weaver.Choice() {
            @Override
            public int hook(String method, String descriptor) {
                return method.equals("<init>") ? 7 : -1;
            }

            @Override
            public int exchangedArgument(String method, String descriptor) {
                return descriptor.startsWith("(JD") ? 2 : 0;
            }
        }));
        Map<String, Object> given = Map.of("a", 1);
        Constructor<?> branching = woven.getConstructor(long.class, double.class, Map.class, boolean.class);
        Object built = branching.newInstance(3L, 2.0, given, true);
        assertEquals(Map.of("exchanged", given), woven.getField("map").get(built));
        assertEquals(-1L, woven.getField("sum").get(built));
        assertEquals("negative", ((Exception) built).getMessage());
        assertEquals(
                Map.of(),
                woven.getField("map").get(branching.newInstance(3L, 2.0, null, false)),
                "null is the bridge's");
        Object plain = woven.getConstructor(Map.class).newInstance(given);
        assertEquals(Map.of("exchanged", given), woven.getField("map").get(plain));
    }

    @Test
    void onlyReferencesCanBeExchanged() throws IOException {
        byte[] bytes = bytes();
        Weaver.Choice first = new Weaver.Choice() {
            @Override
            public int hook(String method, String descriptor) {
                return 7;
            }

            @Override
            public int exchangedArgument(String method, String descriptor) {
                return descriptor.startsWith("(JD") ? 0 : -1;
            }
        };
        assertThrows(IllegalArgumentException.class, () -> Weaver.weave(bytes, "bridge", first));
    }

    @Test
    void constructorsAreLeftAloneUnlessChosen() throws IOException {
        assertNull(Weaver.weave(
                bytes(),
                "bridge",
                (method, descriptor) -> List.of("<init>", "<clinit>").contains(method) ? 7 : -1));
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = Target.class.getResourceAsStream("ConstructorArgumentTest$Target.class")) {
            assertNotNull(in);
            return in.readAllBytes();
        }
    }

    private static Class<?> define(byte[] woven) {
        assertNotNull(woven);
        return new ClassLoader(ConstructorArgumentTest.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(Target.class.getName(), woven, 0, woven.length);
            }
        }.define();
    }
}
