package io.keyweave.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a patched method does. That any method can be patched is {@code WeaveEverythingTest}'s. */
class WeaverTest {

    @AfterEach
    void forget() {
        WeaverBridge.SEEN.clear();
        WeaverBridge.answer = null;
    }

    @Test
    void withoutAnAnswerTheMethodRunsAsItWas() throws Exception {
        Class<?> type = woven((method, descriptor) -> 32_767);
        Object target = type.getConstructor().newInstance();
        assertEquals(12, call(target, "ints", 3));
        assertEquals(11L, call(target, "wide", 5L, 2.5, new int[2], "x", true));
        assertEquals("B", call(type, "choose", "b"));
        assertThrows(IllegalArgumentException.class, () -> call(type, "choose", "c"));
        assertEquals("1", call(target, "caught", 1));
        assertEquals("null", call(target, "caught", (Object) null));
        assertEquals('x', call(target, "letter"));
        assertNull(call(target, "nothing"));
        assertArrayEquals(new double[] {1}, (double[]) call(target, "array"));
    }

    @Test
    void theBridgeSeesNumberSelfAndArguments() throws Exception {
        Class<?> type = woven((method, descriptor) -> 7);
        Object target = type.getConstructor().newInstance();
        call(target, "ints", 3);
        call(target, "wide", 5L, 2.5, new int[0], "x", true);
        call(type, "choose", "a");
        call(target, "letter");
        assertEquals(7, WeaverBridge.SEEN.get(0));
        assertEquals("instance", WeaverBridge.SEEN.get(1));
        assertEquals("3", WeaverBridge.SEEN.get(2));
        List<?> all = (List<?>) WeaverBridge.SEEN.get(5);
        assertEquals(List.of(5L, 2.5), all.subList(0, 2));
        assertEquals(List.of("x", true), all.subList(3, 5));
        assertEquals("static WeaverTarget", WeaverBridge.SEEN.get(7));
        assertEquals("a", WeaverBridge.SEEN.get(8));
        assertEquals("null", WeaverBridge.SEEN.get(11));
    }

    @Test
    void anAnswerIsReturnedInsteadOfRunning() throws Exception {
        Class<?> type = woven((method, descriptor) -> 0);
        Object target = type.getConstructor().newInstance();
        WeaverBridge.answer = new Object[] {42};
        assertEquals(42, call(target, "ints", 3));
        WeaverBridge.answer = new Object[] {43L};
        assertEquals(43L, call(target, "wide", 5L, 2.5, new int[2], "x", true));
        WeaverBridge.answer = new Object[] {'y'};
        assertEquals('y', call(target, "letter"));
        WeaverBridge.answer = new Object[] {null};
        assertNull(call(type, "choose", "b"));
        assertNull(call(target, "array"));
        call(target, "nothing");
        WeaverBridge.answer = null;
        Field calls = type.getDeclaredField("calls");
        calls.setAccessible(true);
        assertEquals(0, calls.get(target));
    }

    @Test
    void onlyChosenMethodsChange() throws Exception {
        assertNull(Weaver.weave(bytes(), bridge(), (method, descriptor) -> -1));
        Class<?> type = woven((method, descriptor) -> method.equals("letter") ? 1 : -1);
        Object target = type.getConstructor().newInstance();
        call(target, "ints", 3);
        assertEquals(List.of(), WeaverBridge.SEEN);
    }

    @Test
    void linesOfAStackTraceStayRight() throws Exception {
        Class<?> type = woven((method, descriptor) -> 0);
        IllegalArgumentException woven = assertThrows(IllegalArgumentException.class, () -> call(type, "choose", "c"));
        IllegalArgumentException plain = assertThrows(IllegalArgumentException.class, () -> WeaverTarget.choose("c"));
        assertEquals(plain.getStackTrace()[0].getLineNumber(), woven.getStackTrace()[0].getLineNumber());
    }

    @Test
    void whatIsNoClassFileIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Weaver.weave(new byte[30], bridge(), (m, d) -> 0));
    }

    /** A JDK of next year: the version alone changes nothing, and comes out as it went in. */
    @Test
    void aClassFileNewerThanTheLibraryIsWoven() throws Exception {
        byte[] newer = bytes();
        int version = ClassFiles.NEWEST + 2;
        newer[6] = (byte) (version >>> 8);
        newer[7] = (byte) version;
        byte[] given = newer.clone();
        byte[] woven = Weaver.weave(newer, bridge(), (method, descriptor) -> 7);
        assertNotNull(woven);
        assertArrayEquals(given, newer, "what was given is not ours to change");
        assertEquals(version, woven[6] << 8 | woven[7]);
        byte[] plain = Weaver.weave(bytes(), bridge(), (method, descriptor) -> 7);
        assertNotNull(plain);
        woven[6] = plain[6];
        woven[7] = plain[7];
        assertArrayEquals(plain, woven);
    }

    /** What such a JDK may add to the format. */
    @Test
    void aConstantThatNobodyKnowsIsRefused() throws IOException {
        byte[] newer = bytes();
        newer[10] = 99;
        assertThrows(IllegalArgumentException.class, () -> Weaver.weave(newer, bridge(), (method, descriptor) -> 7));
    }

    private static String bridge() {
        return WeaverBridge.class.getName().replace('.', '/');
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = WeaverTarget.class.getResourceAsStream("WeaverTarget.class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void anArgumentIsExchangedAndTheMethodRuns() throws Exception {
        Class<?> type = woven(new Weaver.Choice() {
            @Override
            public int hook(String method, String descriptor) {
                return 7;
            }

            @Override
            public int exchangedArgument(String method, String descriptor) {
                return switch (method) {
                    case "wide" -> 3;
                    case "choose", "caught" -> 0;
                    default -> -1;
                };
            }
        });
        Object target = type.getConstructor().newInstance();
        WeaverBridge.answer = new Object[] {null, "three"};
        assertEquals(13L, call(target, "wide", 5L, 2.5, new int[0], "x", true), "behind a long and a double");
        assertEquals("three", call(target, "caught", 1));
        WeaverBridge.answer = new Object[] {null, "b"};
        assertEquals("B", call(type, "choose", "a"), "static");
        WeaverBridge.answer = new Object[] {null, null};
        assertEquals("null", call(target, "caught", 1));
        WeaverBridge.answer = new Object[] {43L};
        assertEquals(43L, call(target, "wide", 5L, 2.5, new int[0], "x", true), "an answer");
        WeaverBridge.answer = null;
        assertEquals(9L, call(target, "wide", 5L, 2.5, new int[0], "x", true), "neither");
        assertEquals("A", call(type, "choose", "a"));
    }

    private static Class<?> woven(Weaver.Choice choice) throws IOException {
        byte[] woven = Weaver.weave(bytes(), bridge(), choice);
        assertNotNull(woven);
        return new ClassLoader(WeaverTest.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(WeaverTarget.class.getName(), woven, 0, woven.length);
            }
        }.define();
    }

    private static @Nullable Object call(Object target, String name, Object... arguments) throws Exception {
        Class<?> type = target instanceof Class<?> self ? self : target.getClass();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof Exception cause) {
                        throw cause;
                    }
                    throw e;
                }
            }
        }
        throw new NoSuchMethodException(name);
    }
}
