package io.keyweave.agent.patch.hocon;

import io.keyweave.LiveValue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value in types that HOCON's tree can hold: its text, and whether it has one, which is not a read of the secret. A class of its own
 * and final, so that the JVM sees through it.
 */
final class LiveText implements Supplier<@Nullable String>, BooleanSupplier {

    private final LiveValue value;

    LiveText(LiveValue value) {
        this.value = value;
    }

    @Override
    public @Nullable String get() {
        return value.current();
    }

    @Override
    public boolean getAsBoolean() {
        return value.present();
    }
}
