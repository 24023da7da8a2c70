package io.keyweave.agent.start;

import io.keyweave.agent.patch.Hooks;
import io.keyweave.agent.patch.PatchTransformer;
import io.keyweave.agent.patch.Patches;
import io.keyweave.agent.patch.PropertiesPatch;
import java.lang.instrument.Instrumentation;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Called by {@code premain} through the isolated loader. */
public final class Start {

    private Start() {}

    /**
     * @param arguments the text behind the jar's name and {@code =}
     * @param placeholders whether a system property or environment variable may hold a placeholder
     */
    public static void main(@Nullable String arguments, Instrumentation instrumentation, boolean placeholders)
            throws Exception {
        Jvm.use(instrumentation);
        Patches patches = new Patches();
        patches.addJdk(new PropertiesPatch());
        Hooks hooks = new Hooks(Bridge.define());
        instrumentation.addTransformer(new PatchTransformer(hooks, Bridge.NAME, patches), true);
        instrumentation.retransformClasses(Properties.class);
    }
}
