package io.keyweave.agent.patch;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that have a {@link Patch} when the JVM loads or retransforms them, and puts the bridge in its place. Registered as able to retransform, it works on the
 * bytes other agents produced and they on its. Thread-safe.
 */
public final class PatchTransformer implements ClassFileTransformer {

    private final Hooks hooks;
    private final Hooks.Bridge bridge;
    private final Patches patches;

    public PatchTransformer(Hooks.Bridge bridge, Patches patches) {
        this.hooks = new Hooks(bridge);
        this.bridge = bridge;
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
            if (loader != null && domain != null && classBeingRedefined == null) {
                patches.defines(loader);
            }
            Patch patch = patches.find(className, loader);
            if (patch == null && loader != null) {
                patch = patches.ofLoader(className, loader, classFile);
            }
            if (patch != null) {
                return hooks.weave(classFile, patch, loader);
            }
            return loader == null ? bridge.inPlaceOf(className) : null;
        } catch (Throwable accident) {
            Suppressed.add("patching ".concat(className), accident);
            return null;
        }
    }
}
