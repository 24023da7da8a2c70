package io.keyweave.agent.startup;

import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Called by {@code premain} through the isolated loader. Without placeholder and settings it patches {@code java.util.Properties}
 * and is done; everything else is behind {@link Agent} and {@link Startup}, which are not even loaded then.
 */
public final class Start {

    private Start() {}

    /** The start of a JVM in which no system property and no environment variable holds a placeholder. */
    public static void idle(@Nullable String agentArguments, Instrumentation instrumentation) throws Exception {
        start(agentArguments, instrumentation, false);
    }

    /** The start of a JVM in which one may. */
    public static void withPlaceholders(@Nullable String agentArguments, Instrumentation instrumentation)
            throws Exception {
        start(agentArguments, instrumentation, true);
    }

    private static void start(@Nullable String agentArguments, Instrumentation instrumentation, boolean placeholders)
            throws Exception {
        long begun = System.nanoTime();
        Jvm.use(instrumentation, agentArguments);
        boolean configured = agentArguments != null && !agentArguments.isEmpty()
                || anyStartsWith(Jvm.propertiesAtStart(), "keyweave.")
                || anyStartsWith(System.getenv(), "KEYWEAVE_");
        if (configured && !Startup.settled(placeholders, begun)) {
            return;
        }
        long patching = System.nanoTime();
        Patches patches = new Patches();
        Bridge bridge = Bridge.define(instrumentation);
        if (bridge == null) {
            System.err.println(
                    "keyweave: the agent is listed twice; the second one, settings included, does nothing. Remove it.");
            return;
        }
        PatchTransformer transformer = new PatchTransformer(bridge, patches);
        instrumentation.addTransformer(transformer, true);
        instrumentation.retransformClasses(Properties.class);
        transformer.run();
        if (!works(instrumentation, transformer)) {
            System.err.println(
                    "keyweave: java.util.Properties could not be patched, so properties files are not resolved."
                            + " Another agent may have replaced it: list Keyweave first, or leave the other agent out.");
        }
        if (configured) {
            Startup.patched(patching);
        }
        if (placeholders) {
            Startup.run(patches, transformer);
        } else {
            transformer.patchLoadedOfApplication();
        }
        if (configured) {
            Startup.ended();
        }
        patches.applicationStarts();
    }

    /** Takes the patch back where it cannot be called at all: a JVM of which nobody knows yet how to tell a caller. */
    private static boolean works(Instrumentation instrumentation, PatchTransformer transformer) throws Exception {
        try {
            return PropertiesPatch.works();
        } catch (LinkageError uncallable) {
            instrumentation.removeTransformer(transformer);
            instrumentation.retransformClasses(Properties.class);
            throw uncallable;
        }
    }

    private static boolean anyStartsWith(Map<?, ?> map, String prefix) {
        for (Object key : map.keySet()) {
            if (key instanceof String name && name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
