package java.util;

import java.lang.invoke.MethodHandles;
import java.security.CodeSource;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import jdk.internal.loader.BootLoader;
import jdk.internal.loader.KeyweaveLoader;
import jdk.internal.misc.Unsafe;
import jdk.internal.reflect.CallerSensitive;
import jdk.internal.reflect.Reflection;

/**
 * Where every method that Keyweave has patched asks first. The JDK and libraries in modules of any kind call it, so it is in
 * {@code java.base}, in a package exported to everybody, and names types of the JDK only.
 *
 * <p>Everybody can see this class, and nobody can use it. {@link #open}, the only way to give the bridge its table, serves once, and only who has the
 * {@code Instrumentation} of this JVM, with which anything can be done anyway. The table is private, and {@code java.base} opens this package to nobody.
 * {@link #enter} answers the patched method and nobody else: the caller is asked of the JVM, which cannot be told otherwise by reflection or a method
 * handle.
 *
 * <p>The table is only ever replaced by longer copies, so a plain read is enough: whoever runs a patched method sees at least the table that was
 * there when its class was patched.
 */
public final class KeyweaveBridge
        implements Consumer<BiFunction<Object, Object, Object[]>[]>, Function<ClassLoader, Object> {

    private static boolean open;
    private static BiFunction<Object, Object, Object[]>[] hooks;

    private KeyweaveBridge() {}

    /**
     * Defines the agent's loader, which starts the agent with the way to give the bridge its table.
     *
     * @param jvm the {@code Instrumentation}
     * @param loader the class file of {@link KeyweaveLoader}
     * @param first the class to start in it; what it is given is {@code arguments}, {@code weaver} and what takes the table
     */
    public static void open(
            Object jvm,
            byte[] loader,
            Function<String, byte[]> files,
            Function<?, ?> locations,
            CodeSource source,
            String first,
            Function<?, ?> weaver,
            Object[] arguments)
            throws ReflectiveOperationException {
        Class<?> type = jvm.getClass();
        if (!type.getName().equals("sun.instrument.InstrumentationImpl") || type.getClassLoader() != null) {
            throw new IllegalAccessException("not the Instrumentation of this JVM");
        }
        synchronized (KeyweaveBridge.class) {
            if (open) {
                throw new IllegalAccessException("open already");
            }
            open = true;
        }
        MethodHandles.privateLookupIn(BootLoader.class, MethodHandles.lookup()).defineClass(loader);
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = weaver;
        all[arguments.length + 1] = new KeyweaveBridge();
        KeyweaveLoader.start(files, locations, source, first, jvm, all);
    }

    /** @param table of objects that are also a {@code Predicate<Class<?>>}, of who may call; not changed afterwards */
    @Override
    public void accept(BiFunction<Object, Object, Object[]>[] table) {
        hooks = table;
    }

    /**
     * The classes that a loader has defined, in their order: its own list, whose monitor guards it. Reflection does not show it.
     *
     * @return null in a JVM that keeps none
     */
    @Override
    public Object apply(ClassLoader loader) {
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            return unsafe.getReference(loader, unsafe.objectFieldOffset(ClassLoader.class, "classes"));
        } catch (InternalError noSuchField) {
            return null;
        }
    }

    /**
     * @param hook the number that is in the method
     * @param self the object the method was called on; the declaring class for a static method
     * @param argument null for a method without arguments, the argument itself when it takes one, else an {@code Object[]}
     * @return null: run the method; an array whose only element is the method's result; or one whose second element takes an argument's place
     */
    @CallerSensitive
    @SuppressWarnings("unchecked")
    public static Object[] enter(int hook, Object self, Object argument) {
        BiFunction<Object, Object, Object[]>[] table = hooks;
        if (table == null || hook < 0 || hook >= table.length) {
            return null;
        }
        BiFunction<Object, Object, Object[]> called = table[hook];
        return ((Predicate<Class<?>>) called).test(Reflection.getCallerClass()) ? called.apply(self, argument) : null;
    }
}
