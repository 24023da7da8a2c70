package io.keyweave.agent.startup;

import io.keyweave.agent.instrument.BridgeDefinition;
import io.keyweave.agent.instrument.Hooks;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.KeyweaveBridge;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the bridge into {@code java.base}, opens it, and holds the one way to give it its table. */
final class Bridge implements Hooks.BridgeTable {

    private static final String NAME = "java/util/KeyweaveBridge";

    private final Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]> table;

    private Bridge(Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]> table) {
        this.table = table;
    }

    /** @return null when this JVM has one already: the agent is there twice */
    static @Nullable Bridge define(Instrumentation jvm) throws IOException, UnmodifiableClassException {
        byte[] classFile;
        try (InputStream in = Bridge.class.getResourceAsStream("/java/util/KeyweaveBridge.class")) {
            if (in == null) {
                throw new IOException("the agent's jar is incomplete");
            }
            classFile = in.readAllBytes();
        }
        return BridgeDefinition.define(jvm, classFile) ? open() : null;
    }

    private static @Nullable Bridge open() {
        Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]> opened = KeyweaveBridge.open();
        return opened == null ? null : new Bridge(opened);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table) {
        this.table.accept(table);
    }
}
