package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Jvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyweaveString} beside one copy of HOCON, reached through method handles. Kept by HOCON's own class, so it goes when that
 * class loader goes. Defined when the first document with a placeholder is loaded.
 */
final class HoconClasses {

    private static final String NEIGHBOUR = "com.typesafe.config.impl.ConfigString";
    private static final String OURS = "com/typesafe/config/impl/KeyweaveString.class";

    private static final ClassValue<HoconClasses> BESIDE = new ClassValue<>() {
        @Override
        protected HoconClasses computeValue(Class<?> neighbour) {
            try {
                return new HoconClasses(neighbour);
            } catch (ReflectiveOperationException | IOException e) {
                throw new IllegalStateException("HOCON is older than 1.3.0, or newer than anybody knew", e);
            }
        }
    };

    private static volatile boolean anyDefined;

    private final MethodHandle parse;
    private final MethodHandle tree;
    private final MethodHandle graft;
    private final MethodHandle forced;
    private final MethodHandle join;
    private final MethodHandle place;

    private HoconClasses(Class<?> neighbour) throws ReflectiveOperationException, IOException {
        byte[] bytes;
        try (InputStream in = HoconClasses.class.getClassLoader().getResourceAsStream(OURS)) {
            if (in == null) {
                throw new IOException(OURS + " is not in the agent");
            }
            bytes = in.readAllBytes();
        }
        MethodHandles.Lookup lookup = Jvm.lookupIn(neighbour).defineHiddenClass(bytes, true);
        parse = find(
                lookup, "parse", Object.class, Object.class, Reader.class, Object.class, Object.class, Function.class);
        tree = find(lookup, "tree", Object.class, Object.class, Properties.class);
        graft = find(lookup, "graft", Object.class, Object.class, Map.class);
        forced = find(lookup, "forced", String.class, String.class, String.class);
        join = find(lookup, "join", boolean.class, List.class, Object.class, BiFunction.class);
        place = find(lookup, "place", String.class, Object.class);
        anyDefined = true;
    }

    private static MethodHandle find(MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... arguments)
            throws ReflectiveOperationException {
        return lookup.findStatic(lookup.lookupClass(), name, MethodType.methodType(result, arguments));
    }

    /** @param loader of HOCON */
    static HoconClasses in(@Nullable ClassLoader loader) throws ClassNotFoundException {
        return BESIDE.get(Class.forName(NEIGHBOUR, false, loader));
    }

    /** Whether any template can exist in any HOCON. */
    static boolean anyDefined() {
        return anyDefined;
    }

    Object parse(
            Object parseable,
            Reader reader,
            Object origin,
            Object options,
            Function<List<String[]>, @Nullable List<@Nullable Supplier<@Nullable String>>> binder)
            throws Throwable {
        return parse.invoke(parseable, reader, origin, options, binder);
    }

    Object tree(Object origin, Properties properties) throws Throwable {
        return tree.invoke(origin, properties);
    }

    /** @param templates by key: text and value */
    Object graft(Object root, Map<String, Map.Entry<String, Supplier<@Nullable String>>> templates) throws Throwable {
        return graft.invoke(root, templates);
    }

    String forced(String variable, String prefix) throws Throwable {
        return (String) forced.invoke(variable, prefix);
    }

    boolean join(List<Object> pieces, Object right, BiFunction<Object, Object, Supplier<@Nullable String>> joiner)
            throws Throwable {
        return (boolean) join.invoke(pieces, right, joiner);
    }

    /** {@code application.conf: 12}. */
    String place(Object origin) throws Throwable {
        return (String) place.invoke(origin);
    }
}
