package io.keyweave.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HooksTest {

    private static final String TARGET = "io.keyweave.agent.instrument.WeaverTarget";

    private BiFunction<?, ?, ?>[] table = new BiFunction<?, ?, ?>[0];
    private final Hooks hooks = new Hooks(
            new Hooks.BridgeTable() {
                @Override
                public String name() {
                    return "io/keyweave/agent/instrument/WeaverBridge";
                }

                @Override
                public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] published) {
                    table = published;
                }
            },
            new WeaverFunction());

    /** Every other method of the target has no patch. */
    private static final class OfOneMethod implements Patch {
        @Override
        public String className() {
            return TARGET;
        }

        @Override
        public List<Hook> hooks() {
            return List.of(new Hook("ints", null, call -> null));
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(null);
        }
    }

    private void weave(@Nullable ClassLoader loader) throws IOException {
        try (InputStream in = HooksTest.class.getResourceAsStream("/" + TARGET.replace('.', '/') + ".class")) {
            assertNotNull(hooks.weave(in.readAllBytes(), new OfOneMethod(), loader));
        }
    }

    @Test
    void eachLoaderHasItsOwnNumberAndKeepsIt() throws IOException {
        ClassLoader one = new Loader();
        ClassLoader other = new Loader();
        weave(null);
        weave(one);
        weave(other);
        assertEquals(3, table.length);
        BiFunction<?, ?, ?>[] before = table.clone();
        weave(one);
        weave(null);
        weave(other);
        assertEquals(3, table.length);
        for (int i = 0; i < before.length; i++) {
            assertSame(before[i], table[i]);
        }
    }

    /** Whoever calls the bridge by hand is another class, or one of the same name in another loader. */
    @Test
    @SuppressWarnings("unchecked")
    void onlyTheWovenClassMayCall() throws Exception {
        weave(null);
        weave(HooksTest.class.getClassLoader());
        weave(new Loader());
        Class<?> woven = Class.forName(TARGET);
        assertFalse(((Predicate<Class<?>>) table[0]).test(woven));
        assertTrue(((Predicate<Class<?>>) table[1]).test(woven));
        assertFalse(((Predicate<Class<?>>) table[1]).test(HooksTest.class));
        assertFalse(((Predicate<Class<?>>) table[2]).test(woven));
        assertTrue(((Predicate<Class<?>>) table[1]).test(woven), "known by now");
    }

    /** A container may deploy an application more often than there are numbers. */
    @Test
    void theNumbersOfACollectedLoaderAreUsedAgain() throws IOException {
        ClassLoader kept = new Loader();
        weave(kept);
        Object ofKept = table[0];
        PhantomReference<ClassLoader> dropped = weaveForOneDropped();
        assertEquals(2, table.length);
        Object ofDropped = table[1];
        awaitCollected(dropped);

        weave(new Loader());

        assertEquals(2, table.length);
        assertSame(ofKept, table[0]);
        assertNotSame(ofDropped, table[1]);
    }

    private PhantomReference<ClassLoader> weaveForOneDropped() throws IOException {
        ClassLoader dropped = new Loader();
        weave(dropped);
        return new PhantomReference<>(dropped, new ReferenceQueue<>());
    }

    private static void awaitCollected(PhantomReference<ClassLoader> loader) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!loader.refersTo(null)) {
            assertTrue(System.nanoTime() < deadline, "the loader is held");
            System.gc();
        }
    }
}
