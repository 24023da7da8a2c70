package java.util;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jdk.internal.reflect.CallerSensitive;
import jdk.internal.reflect.Reflection;

/**
 * Where every method that Keyweave has patched asks first. The JDK and libraries in modules of any kind call it, so it stands in
 * {@code java.base}, in a package exported to everybody, and names types of the JDK only.
 *
 * <p>Everybody can see this class, and nobody can use it. {@link #open} answers the first caller, which is the agent, before {@code main}: what it
 * returns is the only way to give the bridge its table. The table is private, and {@code java.base} opens this package to nobody. {@link #enter}
 * answers the patched method and nobody else: the caller is asked of the JVM, which cannot be told otherwise by reflection or a method handle.
 *
 * <p>The table is only ever replaced by longer copies, so a plain read is enough: whoever runs a patched method sees at least the table that was
 * there when its class was patched.
 */
public final class KeyweaveBridge implements Consumer<BiFunction<Object, Object, Object[]>[]> {

    private static boolean open;
    private static BiFunction<Object, Object, Object[]>[] hooks;

    private KeyweaveBridge() {}

    /** What the agent publishes its table with; null for everybody behind the first caller. */
    public static synchronized Consumer<BiFunction<Object, Object, Object[]>[]> open() {
        if (open) {
            return null;
        }
        open = true;
        return new KeyweaveBridge();
    }

    /** @param table of objects that are also a {@code Predicate<Class<?>>}, of who may call; not changed afterwards */
    @Override
    public void accept(BiFunction<Object, Object, Object[]>[] table) {
        hooks = table;
    }

    /**
     * @param hook the number that stands in the method
     * @param self the object the method was called on; the declaring class for a static method
     * @param argument null for a method without arguments, the argument itself when it takes one, else an {@code Object[]}
     * @return null: run the method; otherwise an array whose only element is the method's result
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
