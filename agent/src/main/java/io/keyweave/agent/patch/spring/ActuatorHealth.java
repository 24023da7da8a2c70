package io.keyweave.agent.patch.spring;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.HealthDetails;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the health contributor {@code keyweave} into the registry of a context that has an Actuator. It is a proxy of the application's own interface, which
 * Spring Boot 4 has in another package than 2 and 3.
 */
final class ActuatorHealth {

    private static final String NAME = "keyweave";
    private static final String BOOT = "org.springframework.boot.";

    /** The packages of the contributor and of its registry. */
    private static final String[][] PACKAGES = {
        {BOOT + "health.contributor.", BOOT + "health.registry."},
        {BOOT + "actuate.health.", BOOT + "actuate.health."}
    };

    private ActuatorHealth() {}

    /** Never throws: a start must not end for it. */
    static void contribute(Object context) {
        try {
            ClassLoader loader = (ClassLoader) Contexts.call(context, "getClassLoader");
            for (String[] packages : PACKAGES) {
                if (loader != null && contribute(context, loader, packages)) {
                    return;
                }
            }
        } catch (ClassNotFoundException | NoClassDefFoundError noActuator) {
            // Nothing to contribute to.
        } catch (ReflectiveOperationException | RuntimeException | LinkageError accident) {
            InternalErrors.add("Actuator's health", accident);
        }
    }

    private static boolean contribute(Object context, ClassLoader loader, String[] packages)
            throws ReflectiveOperationException {
        Class<?> registry = find(loader, packages[1] + "HealthContributorRegistry");
        Class<?> indicator = find(loader, packages[0] + "HealthIndicator");
        if (registry == null || indicator == null) {
            return false;
        }
        Object contributor = proxy(loader, packages[0] + "Health", indicator);
        register(beanOf(context, "healthContributorRegistry"), registry, contributor);
        // Of WebFlux: it has a registry of its own.
        Object reactive = beanOf(context, "reactiveHealthContributorRegistry");
        Class<?> adapted = reactive == null ? null : find(loader, packages[0] + "ReactiveHealthContributor");
        if (adapted != null) {
            register(
                    reactive,
                    Class.forName(packages[1] + "ReactiveHealthContributorRegistry", false, loader),
                    adapted.getMethod("adapt", Class.forName(packages[0] + "HealthContributor", false, loader))
                            .invoke(null, contributor));
        }
        return true;
    }

    private static void register(@Nullable Object registry, Class<?> type, @Nullable Object contributor)
            throws ReflectiveOperationException {
        if (registry == null) {
            return;
        }
        for (Method method : type.getMethods()) {
            if (method.getName().equals("registerContributor") && method.getParameterCount() == 2) {
                try {
                    method.invoke(registry, NAME, contributor);
                } catch (InvocationTargetException refused) {
                    if (!(refused.getTargetException() instanceof IllegalStateException)) {
                        throw refused;
                    }
                    // The context was refreshed again, or the application has a contributor of that name.
                }
                return;
            }
        }
    }

    private static Object proxy(ClassLoader loader, String health, Class<?> indicator) {
        Jvm.open(indicator);
        InvocationHandler handler = (self, method, arguments) -> switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "Keyweave";
            default ->
                // health() and getHealth(boolean): whether details are shown is the endpoint's business.
                method.getReturnType().getName().equals(health)
                        ? health(method.getReturnType(), arguments == null || Boolean.TRUE.equals(arguments[0]))
                        : InvocationHandler.invokeDefault(self, method, arguments);
        };
        return Proxy.newProxyInstance(loader, new Class<?>[] {indicator}, handler);
    }

    private static @Nullable Object health(Class<?> type, boolean details) throws ReflectiveOperationException {
        CachingResolver resolver = Agent.openResolver();
        Object builder = type.getMethod("status", String.class)
                .invoke(null, resolver == null ? "UNKNOWN" : HealthDetails.status(resolver.snapshot()));
        if (resolver != null && details) {
            Method withDetail = builder.getClass().getMethod("withDetail", String.class, Object.class);
            for (Map.Entry<String, Object> detail :
                    HealthDetails.of(resolver.snapshot()).entrySet()) {
                withDetail.invoke(builder, detail.getKey(), detail.getValue());
            }
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private static @Nullable Object beanOf(Object context, String name) throws ReflectiveOperationException {
        return Boolean.TRUE.equals(Contexts.call(context, "containsBean", name))
                ? Contexts.call(context, "getBean", name)
                : null;
    }

    private static @Nullable Class<?> find(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
