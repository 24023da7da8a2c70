package io.keyweave.agent.bridge;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where every woven method asks first. The JDK and libraries in modules of any kind call it, so it has to be in {@code java.base}, in a package
 * exported to everybody: it stands in for {@code java.util.TooManyListenersException}, which no JVM needs before {@code premain} and few need
 * after it. Written here, it is given that name when the agent is packed, and replaces the JDK's class as that is first loaded.
 *
 * <p>Everything above {@link #hooks} is what the JDK's class has, the same since its first version: it can be thrown, caught and serialised
 * as ever. Where it has been loaded before the agent comes, the same class file is defined beside it, as {@code java.util.KeyweaveBridge}.
 *
 * <p>Why not always so: defining a class in {@code java.util} asks the JDK to open the package, in which it makes its first lambdas; that was
 * a third of what an idle start costs (CPU time of a Hello World 0.93 without it, JDK 17 and 25). Appending a jar to the boot class path
 * switches class-data sharing off.
 *
 * <p>{@link #hooks} is only ever replaced by longer copies, so a plain read is enough: whoever runs a woven method sees at least the
 * table that was there when the class was woven.
 */
public class KeyweaveBridge extends Exception {

    private static final long serialVersionUID = 5074640544770687831L;

    public KeyweaveBridge() {}

    public KeyweaveBridge(String message) {
        super(message);
    }

    /** By hook number: self (the class for a static method) and the argument ({@link #enter}) to null or a box with the answer. */
    @SuppressWarnings({"MutablePublicArray", "unchecked"})
    public static BiFunction<Object, @Nullable Object, Object @Nullable []>[] hooks = new BiFunction[0];

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
