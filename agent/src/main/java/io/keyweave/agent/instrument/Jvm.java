package io.keyweave.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JVM as {@code premain} found it. Opens packages of named modules to the agent, and only to it: to the module of its loader. The agent's visible
 * classes live in the application's unnamed module; opening to that would let the application reflect where it could not before.
 */
public final class Jvm {

    private static volatile @Nullable Instrumentation instrumentation;
    private static @Nullable String arguments;
    private static Properties propertiesAtStart = new Properties();

    private Jvm() {}

    /**
     * To be called first of all.
     *
     * @param agentArguments what {@code premain} was given
     * @param properties system properties as they were then
     */
    public static void use(Instrumentation jvm, @Nullable String agentArguments, Properties properties) {
        arguments = agentArguments;
        propertiesAtStart = properties;
        instrumentation = jvm;
    }

    /** The agent's arguments. */
    public static @Nullable String arguments() {
        return arguments;
    }

    /** System properties as they were when the JVM started. */
    public static Properties propertiesAtStart() {
        return propertiesAtStart;
    }

    public static Instrumentation instrumentation() {
        return Objects.requireNonNull(instrumentation, "the agent has not been started");
    }

    /** Opens the package of a class. Cheap when it is open already; without an agent (unit tests) whatever is open must do. */
    public static void open(Class<?> type) {
        Module module = type.getModule();
        Module own = Jvm.class.getModule();
        String name = type.getPackageName();
        // A lookup in its class asks for that, reflection does not.
        own.addReads(module);
        if (!module.isNamed() || module.isOpen(name, own) || instrumentation == null) {
            return;
        }
        instrumentation().redefineModule(module, Set.of(), Map.of(), Map.of(name, Set.of(own)), Set.of(), Map.of());
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
