package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** System properties, environment and any other {@code Properties} as Spring reads them: markers where there are templates. */
final class PropertySources {

    /** {@code PropertySource.getSource}, which a subclass may make narrower: found once per class, and called without an allocation. */
    private static final ClassValue<MethodHandle> SOURCE = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                Method method = type.getMethod("getSource");
                Jvm.open(method.getDeclaringClass());
                method.setAccessible(true);
                return MethodHandles.lookup()
                        .unreflect(method)
                        .asType(MethodType.methodType(Object.class, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private PropertySources() {}

    private static @Nullable Object source(Object propertySource) {
        try {
            return (Object) SOURCE.get(propertySource.getClass()).invokeExact(propertySource);
        } catch (RuntimeException | Error ofTheSource) {
            throw ofTheSource;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether nothing Spring could read by itself is a template. */
    static boolean none() {
        return !PropertiesPatch.templatesExpected()
                && Agent.environmentMarkers().isEmpty();
    }

    /** Asked for each source at each read, before the source is looked for: what is not a template must cost next to nothing. */
    private static boolean mayBeMarked(String key) {
        return Agent.environmentMarkers().containsKey(key)
                || PropertiesPatch.templatesExpected() && LiveProperties.mayBeMarked(key);
    }

    private static Object @Nullable [] marker(@Nullable Object source, String key) {
        Marker marker = null;
        boolean variable = false;
        if (source instanceof Properties properties) {
            marker = LiveProperties.marker(properties, key);
        } else if (!Agent.environmentMarkers().isEmpty() && source == System.getenv()) {
            marker = Agent.environmentMarkers().get(key);
            variable = true;
        }
        if (marker == null || marker.absent()) {
            return null;
        }
        Origin origin = variable
                ? Origin.environment(key)
                : source == System.getProperties() ? Origin.systemProperty(key) : Origin.of("property " + key);
        return new Object[] {SpringMarkers.OF_JVM.mark(Agent.running().resolver(), marker.text(), origin, key)};
    }

    /**
     * {@code MapPropertySource.getProperty}. Spring gets markers; an application that loops over sources and copies them gets secrets. A
     * property whose secret is absent is none, so that lower sources and defaults count.
     */
    static final class MapSource implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object name) {
            if (!(name instanceof String key)) {
                return null;
            }
            Object[] marker = mayBeMarked(key) ? marker(source(self), key) : null;
            if (marker != null) {
                // The map's own view answers everybody else.
                return SpringReads.bySpring(key) ? marker : null;
            }
            return SpringMarkers.OF_JVM.named(key) ? markedValue(self, key) : null;
        }

        private static Object @Nullable [] markedValue(Object self, String key) {
            Object value = source(self) instanceof Map<?, ?> map ? map.get(key) : null;
            // Spring Boot's wrapper of a value with its origin prints as the value.
            String text = value == null ? "" : String.valueOf(value);
            if (!SpringMarkers.OF_JVM.in(text) || !SpringMarkers.OF_JVM.genuine(text)) {
                return null;
            }
            if (SpringMarkers.OF_JVM.absent(text)) {
                return new Object[] {null};
            }
            return SpringReads.bySpring(key) ? null : new Object[] {SpringReads.rendered(text)};
        }
    }

    /** Spring Boot reads the environment's map past the property source. */
    static final class Environment implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object arguments) {
            return arguments instanceof Object[] both
                            && both[0] instanceof Map<?, ?> map
                            && both[1] instanceof String name
                            && mayBeMarked(name)
                    ? marker(map, name)
                    : null;
        }
    }

    /**
     * Spring Boot's copy of all environment variables, made before anybody reads one: without templates, which {@link Environment}
     * answers. So it waits for no secret, and keeps none that is revoked later.
     */
    static final class EnvironmentCopy implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object properties = call.arguments()[0];
            Map<String, Marker> markers = Agent.environmentMarkers();
            if (markers.isEmpty() || properties == null) {
                return null;
            }
            if (source(properties) != System.getenv()) {
                return null;
            }
            Map<String, Object> copy = new HashMap<>(Agent.running().environment());
            copy.keySet().removeAll(markers.keySet());
            return new Object[] {copy};
        }
    }
}
