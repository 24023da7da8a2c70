package io.keyweave.agent.patch;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that have a {@link Patch} when the JVM loads or retransforms them. Registered as able to retransform, it works on the
 * bytes other agents produced and they on its. Thread-safe.
 */
public final class PatchTransformer implements ClassFileTransformer {

    private final Hooks hooks;
    private final String bridgeName;
    private final Patches patches;

    public PatchTransformer(Hooks hooks, String bridgeName, Patches patches) {
        this.hooks = hooks;
        this.bridgeName = bridgeName;
        this.patches = patches;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (className == null) {
            return null;
        }
        try {
            Patch patch = patches.find(className, loader);
            return patch == null ? null : hooks.weave(classFile, bridgeName, patch, loader);
        } catch (Throwable accident) {
            Suppressed.add("patching ".concat(className), accident);
            return null;
        }
    }
}
