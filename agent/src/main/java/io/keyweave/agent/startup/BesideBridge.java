package io.keyweave.agent.startup;

import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.weave.Redirection;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Properties;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bridge as a class of its own, {@code java.util.KeyweaveBridge}: where another agent, or an AOT cache, had the class loaded that it
 * otherwise stands in for. Dearer by some milliseconds.
 */
final class BesideBridge {

    static final String NAME = "java/util/KeyweaveBridge";

    private final Field hooks;

    private BesideBridge(Field hooks) {
        this.hooks = hooks;
    }

    /** @return null when this JVM has one already */
    static @Nullable BesideBridge define(byte[] classFile, String packedName) throws ReflectiveOperationException {
        Jvm.open(Properties.class);
        try {
            return new BesideBridge(MethodHandles.privateLookupIn(Properties.class, MethodHandles.lookup())
                    .defineClass(Redirection.ofClass(classFile, packedName, NAME))
                    .getField("hooks"));
        } catch (LinkageError present) {
            return null;
        }
    }

    void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table) {
        try {
            hooks.set(null, table);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a public field of a public class", e);
        }
    }
}
