package io.keyweave.lambdas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The same class, with the JVM's lambdas and with ours. */
class PlainLambdasTest {

    /** Lambdas and method references of every kind that there is. */
    public static final class Every implements Supplier<Map<String, Object>> {

        private final String own = "own";
        private int count;

        @Override
        public Map<String, Object> get() {
            Map<String, Object> results = new LinkedHashMap<>();
            long wide = 5L;
            int narrow = 3;
            boolean yes = true;
            double real = 0.5;
            Supplier<String> captures = () -> own + wide + narrow + yes + real;
            results.put("captures", captures.get());
            Runnable changes = () -> count++;
            changes.run();
            changes.run();
            results.put("changes", count);
            Function<String, Integer> boxes = String::length;
            results.put("boxes", boxes.apply("four"));
            ToIntFunction<Integer> unboxes = i -> i + 1;
            results.put("unboxes", unboxes.applyAsInt(41));
            BiFunction<Integer, Long, Long> both = (i, l) -> i * l;
            results.put("both", both.apply(6, 7L));
            IntFunction<String[]> array = String[]::new;
            results.put("array", array.apply(2).length);
            Supplier<List<String>> constructor = ArrayList::new;
            results.put("constructor", constructor.get());
            Function<String, StringBuilder> constructorWithArgument = StringBuilder::new;
            results.put(
                    "constructorWithArgument",
                    constructorWithArgument.apply("x").toString());
            Supplier<String> bound = own::strip;
            results.put("bound", bound.get());
            Function<Object, String> statics = String::valueOf;
            results.put("statics", statics.apply(1));
            Consumer<List<String>> dropsTheResult = list -> list.add("added");
            List<String> list = constructor.get();
            dropsTheResult.accept(list);
            Consumer<String> dropsItself = list::add;
            dropsItself.accept("again");
            results.put("dropped", list);
            Predicate<String> privately = this::isOwn;
            results.put("privately", privately.test("own"));
            BooleanSupplier primitive = () -> narrow > 2;
            results.put("primitive", primitive.getAsBoolean());
            LongSupplier widens = () -> narrow;
            results.put("widens", widens.getAsLong());
            Callable<Callable<String>> nested = () -> () -> own + narrow;
            try {
                results.put("nested", nested.call().call());
            } catch (Exception e) {
                results.put("nested", e);
            }
            UnaryOperator<String> inInterface = Inner.of("i");
            results.put(
                    "inInterface",
                    inInterface.apply("n") + new Inner() {}.defaulted().get());
            results.put("inRecord", new Pair("a", "b").joined().get());
            Supplier<String> one = () -> "one";
            results.put("generic", Every.<String>generic(one));
            results.put("array map", Every.<String[], Integer>map(a -> a.length, new String[] {"x"}));
            return results;
        }

        private boolean isOwn(String text) {
            return own.equals(text);
        }

        private static <T extends Comparable<T>> T generic(Supplier<? extends T> supplier) {
            Function<Supplier<? extends T>, T> get = Supplier::get;
            return get.apply(supplier);
        }

        private static <A, B> B map(Function<? super A, ? extends B> function, A value) {
            return function.apply(value);
        }

        private interface Inner {
            static UnaryOperator<String> of(String first) {
                String both = first + first.length();
                return second -> both + second;
            }

            default Supplier<String> defaulted() {
                return this::hidden;
            }

            private String hidden() {
                return "hidden";
            }
        }

        private record Pair(String first, String second) {
            Supplier<String> joined() {
                return () -> first + second;
            }
        }
    }

    /** As the application's loader and ours do it. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> items;

        Loader(Map<String, byte[]> items) {
            super(PlainLambdasTest.class.getClassLoader());
            this.items = items;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = items.get(name.replace('.', '/') + ".class");
            Class<?> loaded = findLoadedClass(name);
            return loaded != null || bytes == null
                    ? loaded != null ? loaded : super.loadClass(name, resolve)
                    : defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Test
    void doTheSame() throws Exception {
        Map<String, byte[]> items = new HashMap<>();
        List<String> names = new ArrayList<>();
        // The nest host of all, whose members must know the new classes.
        add(items, names, PlainLambdasTest.class);
        add(items, names, Every.class);
        for (Class<?> inner : Every.class.getDeclaredClasses()) {
            add(items, names, inner);
        }
        add(items, names, Class.forName(Every.class.getName() + "$1"));
        List<String> made = new ArrayList<>();
        for (String name : names) {
            made.addAll(PlainLambdas.write(items, name));
        }
        String classFile =
                new String(items.get(Every.class.getName().replace('.', '/') + ".class"), StandardCharsets.ISO_8859_1);
        // Widening of a number is not simple.
        assertTrue(made.size() >= 22, made.toString());
        assertFalse(classFile.contains("makeConcatWithConstants"));
        assertFalse(new String(
                        items.get(Every.Inner.class.getName().replace('.', '/') + ".class"),
                        StandardCharsets.ISO_8859_1)
                .contains("makeConcatWithConstants"));
        doesTheSame(items);
    }

    private static void doesTheSame(Map<String, byte[]> items) throws Exception {
        Class<?> again = new Loader(items).loadClass(Every.class.getName());
        assertNotSame(Every.class, again);
        Supplier<?> plain = (Supplier<?>) again.getConstructor().newInstance();
        assertEquals(String.valueOf(new Every().get()), String.valueOf(plain.get()));
    }

    private static void add(Map<String, byte[]> items, List<String> names, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/');
        try (InputStream in = type.getClassLoader().getResourceAsStream(name + ".class")) {
            items.put(name + ".class", in.readAllBytes());
        }
        names.add(name);
    }
}
