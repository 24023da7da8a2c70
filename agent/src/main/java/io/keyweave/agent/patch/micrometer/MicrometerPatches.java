package io.keyweave.agent.patch.micrometer;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import org.jspecify.annotations.Nullable;

/**
 * The constructor of {@code MeterRegistry.Config}, an inner class of which each registry makes one object while it is made: its argument is the
 * registry. What is hooked of a constructor sees no {@code this}, and a registry has no other method that every application calls.
 */
public final class MicrometerPatches {

    private MicrometerPatches() {}

    public static PatchList list() {
        return new PatchList("Micrometer", "meters of the agent in the application's registries")
                .add("io.micrometer.core.instrument.MeterRegistry$Config", name -> ReaderPatch.of(name, config()));
    }

    private static Hook config() {
        return Hook.ofConstructor("(Lio/micrometer/core/instrument/MeterRegistry;)V", 0, new RegistryMade());
    }

    private static final class RegistryMade implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object registry, @Nullable Object nothing) {
            MeterRegistries.OF_JVM.made(registry);
            return null;
        }
    }
}
