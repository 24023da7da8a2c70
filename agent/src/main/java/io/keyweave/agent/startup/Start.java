package io.keyweave.agent.startup;

import io.keyweave.agent.patch.PatchTransformer;
import io.keyweave.agent.patch.Patches;
import io.keyweave.agent.patch.PropertiesPatch;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Called by {@code premain} through the isolated loader. Without placeholder and settings it patches {@code java.util.Properties}
 * and is done; everything else is behind {@link Agent} and {@link Startup}, which are not even loaded then.
 */
public final class Start {

    private static @Nullable String arguments;
    private static Properties propertiesAtStart = new Properties();

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
        Jvm.use(instrumentation);
        arguments = agentArguments;
        propertiesAtStart = (Properties) System.getProperties().clone();
        boolean configured = agentArguments != null && !agentArguments.isEmpty()
                || anyStartsWith(propertiesAtStart, "keyweave.")
                || anyStartsWith(System.getenv(), "KEYWEAVE_");
        if (configured && !Startup.settled(placeholders, begun)) {
            return;
        }
        long patching = System.nanoTime();
        Patches patches = new Patches();
        Bridge bridge = Bridge.read();
        PatchTransformer transformer = new PatchTransformer(bridge, patches);
        instrumentation.addTransformer(transformer, true);
        if (!bridge.load()) {
            instrumentation.removeTransformer(transformer);
            System.err.println(
                    "keyweave: the agent is listed twice; the second one, settings included, does nothing. Remove it.");
            return;
        }
        instrumentation.retransformClasses(Properties.class);
        if (!PropertiesPatch.works()) {
            System.err.println(
                    "keyweave: java.util.Properties could not be patched, so properties files are not resolved."
                            + " Another agent may have replaced it: list Keyweave last.");
        }
        if (configured) {
            Startup.patched(patching);
        }
        if (placeholders) {
            Startup.run(patches);
        }
        // Last, because some patches are needed with certain placeholders only. Of the application's loader only, some
        // dozens: looking at
        // every class of the JVM would be dear.
        Class<?>[] early =
                patches.loadedBefore(instrumentation.getInitiatedClasses(ClassLoader.getSystemClassLoader()));
        if (early.length > 0) {
            instrumentation.retransformClasses(early);
        }
        if (configured) {
            Startup.ended();
        }
    }

    static @Nullable String arguments() {
        return arguments;
    }

    static Properties propertiesAtStart() {
        return propertiesAtStart;
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
