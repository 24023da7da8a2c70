package io.keyweave.agent.startup;

import io.keyweave.agent.instrument.Hooks;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bridge in {@code java.base}.
 *
 * @param table the one way to give it its table
 */
record Bridge(Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]> table)
        implements Hooks.BridgeTable {

    /** Lists the classes that a loader has defined. */
    @SuppressWarnings("unchecked")
    Function<ClassLoader, @Nullable Object> definedClasses() {
        return (Function<ClassLoader, @Nullable Object>) table;
    }

    @Override
    public String name() {
        return "java/util/KeyweaveBridge";
    }

    @Override
    public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] hooks) {
        table.accept(hooks);
    }
}
