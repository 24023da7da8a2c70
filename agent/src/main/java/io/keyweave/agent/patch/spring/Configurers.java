package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The configurers that put <code>${..}</code> into bean definitions: from {@code Properties} that were merged, or with a parser of their own. */
final class Configurers {

    private Configurers() {}

    /** {@code CollectionUtils.mergePropertiesIntoMap}: a copy of templates is one. */
    static final class Merge implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !PropertiesPatch.templatesExpected();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object unused = call.proceed();
            if (call.arguments()[0] instanceof Properties from && call.arguments()[1] instanceof Properties to) {
                synchronized (to) {
                    for (Map.Entry<String, Marker> entry :
                            LiveProperties.markers(from).entrySet()) {
                        if (!entry.getValue().absent()) {
                            LiveProperties.mark(to, entry.getKey(), entry.getValue());
                        }
                    }
                }
            }
            return new Object[] {unused};
        }
    }

    /** {@code PropertyPlaceholderConfigurer.resolvePlaceholder(String, Properties)}, which scans what it returns. */
    static final class Legacy implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !PropertiesPatch.templatesExpected();
        }

        @Override
        public Object @Nullable [] enter(Call call) {
            Object name = call.arguments()[0];
            return name instanceof String key && call.arguments()[1] instanceof Properties properties
                    ? marker(LiveProperties.marker(properties, key), Origin.of("property " + key), key)
                    : null;
        }
    }

    /** {@code PropertyPlaceholderConfigurer.resolveSystemProperty}. */
    static final class LegacySystem implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return PropertySources.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) {
            if (!(call.arguments()[0] instanceof String key)) {
                return null;
            }
            Marker property =
                    PropertiesPatch.templatesExpected() ? LiveProperties.marker(System.getProperties(), key) : null;
            if (property != null) {
                return marker(property, Origin.systemProperty(key), key);
            }
            return System.getProperty(key) == null
                    ? marker(Agent.environmentMarkers().get(key), Origin.environment(key), key)
                    : null;
        }
    }

    private static Object @Nullable [] marker(@Nullable Marker marker, Origin origin, String key) {
        return marker == null || marker.absent()
                ? null
                : new Object[] {SpringMarkers.OF_JVM.mark(Agent.running().resolver(), marker.text(), origin, key)};
    }

    /** {@code PlaceholderConfigurerSupport.doProcessProperties}: bean definitions get markers, {@link MarkerRendering.BeanValue} the secrets. */
    static final class Definitions extends MarkerRendering.Outermost {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            return inside() ? null : new Object[] {resolved(call)};
        }
    }
}
