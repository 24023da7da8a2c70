package io.keyweave.agent.patch.spring;

import io.keyweave.agent.live.LiveProperties;
import io.keyweave.agent.live.Marker;
import io.keyweave.agent.patch.Call;
import io.keyweave.agent.patch.Interceptor;
import io.keyweave.agent.patch.PropertiesPatch;
import io.keyweave.agent.start.Agent;
import io.keyweave.placeholder.Origin;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** System properties, environment and any other {@code Properties} as Spring reads them: tokens where there are templates. */
final class PropertySources {

    /** {@code PropertySource.getSource}, which a subclass may make narrower: found once per class. */
    private static final ClassValue<Method> SOURCE = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
            try {
                return type.getMethod("getSource");
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private PropertySources() {}

    /** Whether nothing Spring could read by itself is a template. */
    static boolean none() {
        return !PropertiesPatch.templatesExpected()
                && Agent.environmentMarkers().isEmpty();
    }

    private static Object @Nullable [] token(@Nullable Object source, @Nullable Object name) {
        if (!(name instanceof String key)) {
            return null;
        }
        Marker marker = null;
        Origin origin = null;
        if (source instanceof Properties properties) {
            marker = LiveProperties.marker(properties, key);
            origin = source == System.getProperties() ? Origin.systemProperty(key) : Origin.of("property " + key);
        } else if (source == System.getenv()) {
            marker = Agent.environmentMarkers().get(key);
            origin = Origin.environment(key);
        }
        if (marker == null || origin == null || marker.absent()) {
            return null;
        }
        return new Object[] {Tokens.OF_JVM.tokenise(Agent.running().resolver(), marker.text(), origin, key)};
    }

    /** {@code MapPropertySource.getProperty}. */
    static final class MapSource implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object self = call.self();
            if (none() || self == null) {
                return null;
            }
            Method source = SOURCE.get(self.getClass());
            return token(source.invoke(self), call.arguments()[0]);
        }
    }

    /** Spring Boot reads the environment's map past the property source. */
    static final class Environment implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            if (none()) {
                return null;
            }
            Object[] arguments = call.arguments();
            return arguments[0] instanceof Map<?, ?> map && arguments[1] instanceof String name
                    ? token(map, name)
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
            if (SOURCE.get(properties.getClass()).invoke(properties) != System.getenv()) {
                return null;
            }
            Map<String, Object> copy = new HashMap<>(Agent.running().environment());
            copy.keySet().removeAll(markers.keySet());
            return new Object[] {copy};
        }
    }
}
