package io.keyweave.agent.startup;

import io.keyweave.agent.bridge.KeyweaveBridge;
import io.keyweave.agent.instrument.Hooks;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bridge into {@code java.base} and fills its table. When the agent is packed, the bridge named here is renamed as the bridge
 * itself is: a plain field access is what an idle JVM can afford, reflection or a method handle costs it milliseconds of generated
 * classes.
 */
final class Bridge implements Hooks.Bridge {

    /** The class of the JDK it stands in for. */
    private static final String STAND_IN = "java/util/TooManyListenersException";

    private final byte[] classFile;

    /** Where the JDK's class was loaded before. */
    private @Nullable BesideBridge beside;

    private Bridge(byte[] classFile) {
        this.classFile = classFile;
    }

    static Bridge read() throws IOException {
        try (InputStream in = Bridge.class.getResourceAsStream("/io/keyweave/agent/bridge/KeyweaveBridge.class")) {
            if (in == null) {
                throw new IOException("the agent's jar is incomplete");
            }
            return new Bridge(in.readAllBytes());
        }
    }

    /**
     * Has the JVM load it, once the transformer is there that asks {@link #inPlaceOf}.
     *
     * @return false when this JVM has one already: the agent is there twice
     */
    boolean load() throws ReflectiveOperationException {
        try {
            return KeyweaveBridge.hooks.length == 0;
        } catch (IncompatibleClassChangeError loadedBefore) {
            // A NoSuchFieldError; its superclass is loaded already, so that verifying this loads nothing.
            beside = BesideBridge.define(classFile, STAND_IN);
            return beside != null;
        }
    }

    @Override
    public String name() {
        return beside == null ? STAND_IN : BesideBridge.NAME;
    }

    @Override
    public byte @Nullable [] inPlaceOf(String className) {
        return className.equals(STAND_IN) && beside == null ? classFile : null;
    }

    @Override
    public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table) {
        if (beside == null) {
            KeyweaveBridge.hooks = table;
        } else {
            beside.publish(table);
        }
    }
}
