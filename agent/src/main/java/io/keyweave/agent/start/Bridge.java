package io.keyweave.agent.start;

import io.keyweave.agent.patch.Hooks;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Properties;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Defines {@code java.util.KeyweaveBridge} in {@code java.base} and fills its table. */
final class Bridge implements Hooks.Bridge {

    static final String NAME = "java/util/KeyweaveBridge";

    private final MethodHandle setter;

    private Bridge(MethodHandle setter) {
        this.setter = setter;
    }

    /** @throws LinkageError when this JVM has one already: the agent is there twice */
    static Bridge define() throws IOException, ReflectiveOperationException {
        Jvm.open(Properties.class);
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(Properties.class, MethodHandles.lookup());
        try (InputStream in = Bridge.class.getResourceAsStream("/io/keyweave/agent/bridge/KeyweaveBridge.class")) {
            if (in == null) {
                throw new IOException("the agent's jar is incomplete");
            }
            Class<?> type = inside.defineClass(in.readAllBytes());
            return new Bridge(inside.findStaticSetter(type, "hooks", BiFunction[].class));
        }
    }

    @Override
    public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table) {
        try {
            setter.invokeExact((BiFunction[]) table);
        } catch (Throwable e) {
            throw new IllegalStateException("the bridge does not take its table", e);
        }
    }
}
