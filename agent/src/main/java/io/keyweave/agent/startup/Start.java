package io.keyweave.agent.startup;

import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.instrument.UnseenClasses;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Called through the loader of the agent, in {@code premain} or by the first class that may read a placeholder. Without placeholder and settings it patches
 * {@code java.util.Properties} and is done; everything else is behind {@link Agent} and {@link Startup}, which are not even loaded then.
 */
public final class Start {

    private Start() {}

    /** Looks like {@code premain}, so that reflection finds its invokers made. The loader of this class gives the rest. */
    public static void start(@Nullable String nothing, Instrumentation instrumentation) throws Exception {
        @SuppressWarnings("unchecked")
        Object[] given = ((Supplier<Object[]>) Objects.requireNonNull(Start.class.getClassLoader())).get();
        start(instrumentation, given);
    }

    /**
     * @param given what {@code premain} was given; system properties as they were then; whether a system property or an environment variable may hold a
     *     placeholder; whether there are settings; where to put the transformer that patches, null for none; when {@code premain} began and had looked
     *     for placeholders; the weaver; what gives the bridge its table
     */
    @SuppressWarnings("unchecked")
    private static void start(Instrumentation instrumentation, @Nullable Object[] given) throws Exception {
        String agentArguments = (String) given[0];
        Properties propertiesAtStart = (Properties) Objects.requireNonNull(given[1]);
        boolean placeholders = Boolean.TRUE.equals(given[2]);
        boolean configured = Boolean.TRUE.equals(given[3]);
        Consumer<@Nullable ClassFileTransformer> transformers =
                (Consumer<@Nullable ClassFileTransformer>) Objects.requireNonNull(given[4]);
        long[] times = (long[]) Objects.requireNonNull(given[5]);
        Function<@Nullable Object[], byte @Nullable []> weaver =
                (Function<@Nullable Object[], byte @Nullable []>) Objects.requireNonNull(given[6]);
        Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]> table =
                (Consumer<BiFunction<Object, @Nullable Object, Object @Nullable []>[]>)
                        Objects.requireNonNull(given[7]);
        long begun = System.nanoTime();
        Jvm.use(instrumentation, agentArguments, propertiesAtStart);
        if (!Start.class.getModule().isNamed()) {
            Agent.running().log().write(LogEvent.of(StartMessages.NO_MODULE));
        }
        if (configured && !Startup.settled(placeholders, begun, times)) {
            return;
        }
        long patching = System.nanoTime();
        Patches patches = new Patches();
        Bridge bridge = new Bridge(table);
        PatchTransformer transformer =
                new PatchTransformer(bridge, weaver, patches, new UnseenClasses(bridge.definedClasses()));
        transformers.accept(transformer);
        instrumentation.retransformClasses(Properties.class);
        transformer.run();
        if (!works(instrumentation, transformers)) {
            Agent.running().log().write(LogEvent.of(StartMessages.NOT_PATCHED));
        }
        if (configured) {
            Startup.patched(patching);
        }
        if (placeholders) {
            Startup.run(patches, transformer, times[0]);
        } else {
            transformer.patchLoadedOfApplication();
        }
        if (configured) {
            Startup.ended();
        }
        patches.applicationStarts();
    }

    /** Takes the patch back where it cannot be called at all: a JVM of which nobody knows yet how to tell a caller. */
    private static boolean works(Instrumentation instrumentation, Consumer<@Nullable ClassFileTransformer> transformers)
            throws Exception {
        try {
            return PropertiesPatch.works();
        } catch (LinkageError uncallable) {
            transformers.accept(null);
            instrumentation.retransformClasses(Properties.class);
            throw uncallable;
        }
    }
}
