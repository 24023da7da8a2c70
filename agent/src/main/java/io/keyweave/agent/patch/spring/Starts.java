package io.keyweave.agent.patch.spring;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code SpringApplication.run(String...)}. Texts with markers that Spring Boot or a post-processor of the application makes of others while a context starts,
 * such as the values in {@code spring.application.json}, are in property sources, and are ours. What comes later may be a user's.
 */
final class Starts implements Interceptor {

    private static final ThreadLocal<@Nullable Boolean> HERE = new ThreadLocal<>();

    /** Whether this thread starts an application. */
    static boolean here() {
        return HERE.get() != null;
    }

    /** While the first application starts everything is ours, and where there are no secrets it stays so. */
    @Override
    public boolean isInactive(@Nullable Object argument) {
        return !SpringMarkers.OF_JVM.hasStarted();
    }

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        if (here()) {
            return null;
        }
        HERE.set(Boolean.TRUE);
        try {
            return new Object[] {call.proceed()};
        } finally {
            HERE.remove();
        }
    }

    /** {@code SpringApplicationJsonEnvironmentPostProcessor.addJsonPropertySource}. */
    static final class JsonSource implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SpringMarkers.OF_JVM.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws ReflectiveOperationException {
            Object[] arguments = call.arguments();
            if (arguments.length > 1 && arguments[1] != null) {
                own(List.of(arguments[1]));
            }
            return null;
        }
    }

    /** Before the server of a context takes requests. */
    static void settle(Object context) throws ReflectiveOperationException {
        Object environment = Reflected.get(context, "getEnvironment");
        Object sources = environment == null ? null : Reflected.get(environment, "getPropertySources");
        if (sources instanceof Iterable<?> all) {
            own(all);
        }
        SpringMarkers.OF_JVM.started();
    }

    private static void own(Iterable<?> propertySources) throws ReflectiveOperationException {
        for (Object source : propertySources) {
            Object held = Reflected.get(source, "getSource");
            if (held instanceof Map<?, ?> map && !(held instanceof Properties) && held != System.getenv()) {
                ownValues(map);
            } else if (source.getClass().getSimpleName().equals("CompositePropertySource")
                    && Reflected.get(source, "getPropertySources") instanceof Collection<?> inner) {
                own(inner);
            }
        }
    }

    private static void ownValues(Map<?, ?> map) throws ReflectiveOperationException {
        try {
            for (Object value : map.values()) {
                if (ConfigFiles.unwrapped(value) instanceof String text) {
                    SpringMarkers.OF_JVM.own(text);
                }
            }
        } catch (RuntimeException notToBeLookedThrough) {
            // A map of the application's own that cannot be listed, or changes meanwhile.
            return;
        }
    }
}
