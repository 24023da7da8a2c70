package io.keyweave.agent.start;

import io.keyweave.agent.bridge.KeyweaveBridge;
import io.keyweave.agent.patch.Hooks;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Properties;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Defines {@code java.util.KeyweaveBridge} in {@code java.base} and fills its table. When the agent is packed, the bridge named here is
 * renamed as the bridge itself is: a plain field access is what an idle JVM can afford, reflection or a method handle costs it
 * milliseconds of generated classes.
 */
final class Bridge implements Hooks.Bridge {

    static final String NAME = "java/util/KeyweaveBridge";

    private Bridge() {}

    /** @throws LinkageError when this JVM has one already: the agent is there twice */
    static Bridge define() throws IOException, ReflectiveOperationException {
        Jvm.open(Properties.class);
        try (InputStream in = Bridge.class.getResourceAsStream("/io/keyweave/agent/bridge/KeyweaveBridge.class")) {
            if (in == null) {
                throw new IOException("the agent's jar is incomplete");
            }
            MethodHandles.privateLookupIn(Properties.class, MethodHandles.lookup())
                    .defineClass(in.readAllBytes());
        }
        return new Bridge();
    }

    @Override
    public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table) {
        KeyweaveBridge.hooks = table;
    }
}
