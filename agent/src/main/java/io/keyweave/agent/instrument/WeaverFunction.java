package io.keyweave.agent.instrument;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The weaver as a type of the JDK: it stays in the loader that defined the bridge, which nothing can reach, and serves {@link Hooks} in the agent's own.
 * Loading it twice would cost an idle JVM a quarter of its CPU time. Its argument is the class file, the bridge's internal name, what chooses a
 * method and what chooses an argument of a method, given as name and descriptor in one, both as {@link Weaver.Choice} has it.
 */
public final class WeaverFunction implements Function<@Nullable Object[], byte @Nullable []> {

    @Override
    public byte @Nullable [] apply(@Nullable Object[] call) {
        return Weaver.weave(
                (byte[]) Objects.requireNonNull(call[0]),
                (String) Objects.requireNonNull(call[1]),
                new Passed(call[2], call[3]));
    }

    @SuppressWarnings("unchecked")
    private static final class Passed implements Weaver.Choice {

        private final ToIntBiFunction<String, String> methods;
        private final ToIntFunction<String> exchanged;

        Passed(@Nullable Object methods, @Nullable Object exchanged) {
            this.methods = (ToIntBiFunction<String, String>) Objects.requireNonNull(methods);
            this.exchanged = (ToIntFunction<String>) Objects.requireNonNull(exchanged);
        }

        @Override
        public int hook(String method, String descriptor) {
            return methods.applyAsInt(method, descriptor);
        }

        @Override
        public int exchangedArgument(String method, String descriptor) {
            return exchanged.applyAsInt(method.concat(descriptor));
        }
    }
}
