package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import org.jspecify.annotations.Nullable;

/** The patched classes of {@code java.base} and its neighbours in the boot loader. */
public final class JdkPatches {

    /** Made with the first class loader that is not the JVM's. */
    private static volatile @Nullable ResourcePatches resources;

    private JdkPatches() {}

    /**
     * Those that may read a first template. Apart from {@link #list}, because an idle JVM asks for each class it loads.
     *
     * @param name internal name, with slashes
     */
    public static @Nullable Patch first(String name) {
        return switch (name) {
            case "java/util/Properties" -> new PropertiesPatch();
            case "java/net/URLClassLoader" -> loader(name);
            default -> null;
        };
    }

    /** All that are in the boot loader. */
    public static PatchList list() {
        return new PatchList("the JDK", "templates in properties, and raw values for whoever attaches")
                .reads(true, "*.properties")
                .addFirst("java.util.Properties", PropertiesPatch::new)
                .addFirst("java.net.URLClassLoader", JdkPatches::loader)
                .add("jdk.internal.vm.VMSupport", VmSupportPatch::new)
                .add("sun.management.RuntimeImpl", RuntimeBeanPatch::new)
                .add("javax.security.auth.callback.PasswordCallback", PasswordCallbackPatch::new)
                .add("java.security.KeyStore", KeyStorePatch::new)
                .add("jdk.internal.event.EventHelper", EventHelperPatch::new)
                // A reference to the method would load its class in every JVM with a secret.
                .add(name -> JulPatch.of(name), JulPatch.MANAGER, JulPatch.LOGGER)
                .add(
                        "sun.security.ssl.SSLLogger",
                        () -> System.getProperty("javax.net.debug") == null ? null : new SslLoggerPatch());
    }

    /** To be called when a class loader defines its first class: from now on it is remembered what it returns. */
    public static void followLoader(ClassLoader loader) {
        resources().followLoader(loader);
    }

    private static Patch loader(String name) {
        return new LoaderResourcePatch(name.replace('/', '.'), resources());
    }

    /**
     * Such a class loader, or a class through which a resource goes that one has returned.
     *
     * @param name internal name, with slashes
     */
    public static @Nullable Patch resource(String name) {
        ResourcePatches known = resources;
        return known == null ? null : known.find(name);
    }

    /** Whether {@link #resource} knows any class. */
    public static boolean hasResources() {
        ResourcePatches known = resources;
        return known != null && known.followsAny();
    }

    private static synchronized ResourcePatches resources() {
        ResourcePatches known = resources;
        if (known == null) {
            known = new ResourcePatches();
            resources = known;
        }
        return known;
    }
}
