package io.keyweave.agent.startup;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens packages of named modules to the agent, and only to it: to the unnamed module of the isolated loader. The agent's visible
 * classes live in the application's unnamed module; opening to that would let the application reflect where it could not before.
 */
public final class Jvm {

    private static volatile @Nullable Instrumentation instrumentation;

    private Jvm() {}

    static void use(Instrumentation jvm) {
        instrumentation = jvm;
    }

    public static Instrumentation instrumentation() {
        return Objects.requireNonNull(instrumentation, "the agent has not been started");
    }

    /** Opens the package of a class. Cheap when it is open already; without an agent (unit tests) whatever is open must do. */
    public static void open(Class<?> type) {
        Module module = type.getModule();
        Module own = Jvm.class.getModule();
        String name = type.getPackageName();
        if (!module.isNamed() || module.isOpen(name, own) || instrumentation == null) {
            return;
        }
        instrumentation().redefineModule(module, Set.of(), Map.of(), Map.of(name, Set.of(own)), Set.of(), Map.of());
    }

    /** Patches classes of the JDK that are loaded; those that are not yet are patched when they are. */
    static void retransformLoaded(String... names) throws UnmodifiableClassException {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        for (Class<?> type : instrumentation().getAllLoadedClasses()) {
            for (String name : names) {
                boolean jdk = type.getClassLoader() == null || type.getClassLoader() == platform;
                if (jdk && type.getName().equals(name)) {
                    instrumentation().retransformClasses(type);
                }
            }
        }
    }

    /**
     * A lookup with the rights of code inside the class, as hidden classes need: {@code privateLookupIn} drops some on the way from one module
     * to another.
     */
    public static MethodHandles.Lookup lookupIn(Class<?> type) throws ReflectiveOperationException {
        open(MethodHandles.class);
        Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        trusted.setAccessible(true);
        return ((MethodHandles.Lookup) trusted.get(null)).in(type);
    }
}
