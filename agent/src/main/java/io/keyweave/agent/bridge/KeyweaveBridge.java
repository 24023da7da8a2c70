package io.keyweave.agent.bridge;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where every woven method asks first. Written here, renamed to {@code java.util.KeyweaveBridge} when the agent is packed and
 * defined in {@code java.base} by {@code Lookup.defineClass}: {@code java.util} is exported to everybody, so the JDK and libraries
 * in modules of any kind can call it. Appending a jar to the boot class path instead would switch class-data sharing off.
 *
 * <p>{@link #hooks} is only ever replaced by longer copies, so a plain read is enough: whoever runs a woven method sees at least the
 * table that was there when the class was woven.
 */
public final class KeyweaveBridge {

    /** By hook number: self (the class for a static method) and the argument ({@link #enter}) to null or a box with the answer. */
    @SuppressWarnings({"MutablePublicArray", "unchecked"})
    public static BiFunction<Object, @Nullable Object, Object @Nullable []>[] hooks = new BiFunction[0];

    private KeyweaveBridge() {}

    /**
     * @param hook the number woven into the method
     * @param self the object the method was called on; the declaring class for a static method
     * @param argument null for a method without arguments, the argument itself when it takes one, else an {@code Object[]}
     * @return null: run the method; otherwise an array whose only element is the method's result
     */
    public static Object @Nullable [] enter(int hook, Object self, @Nullable Object argument) {
        BiFunction<Object, @Nullable Object, Object @Nullable []>[] table = hooks;
        return hook >= table.length ? null : table[hook].apply(self, argument);
    }
}
