package io.keyweave.agent.patch.spring;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Documents that a parser reads for Spring, which works on what is in them: markers take the places of placeholders. */
final class SpringDocuments {

    private SpringDocuments() {}

    /** {@code XmlBeanDefinitionReader.doLoadDocument}. A file with profiles asks for each secret when a bean needs it. */
    static final class BeanDefinitions implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            SpringTexts[] texts = {null};
            Object document = ReadScope.handled(
                    (text, pieces, format, place, library) -> {
                        boolean profiles = text.contains("profile=");
                        SpringTexts found = new SpringTexts();
                        texts[0] = found;
                        return ReadScope.replacing((placeholder, where) -> {
                                    Origin origin = Origin.of(where);
                                    return profiles
                                            ? found.markConditionally(placeholder, origin, where)
                                            : found.mark(placeholder, origin, where);
                                })
                                .rewritten(text, pieces, format, place, library);
                    },
                    call::proceed);
            try {
                if (texts[0] != null) {
                    texts[0].require();
                }
            } catch (SecretException refused) {
                throw call.raise(StartFailures.of(refused));
            }
            return new Object[] {document};
        }
    }

    /** {@code YamlPropertiesFactoryBean.createProperties}: what comes of it are templates, for Spring and for everybody else. */
    static final class YamlProperties implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object created = ReadScope.handled(
                    ReadScope.replacing((placeholder, place) -> SpringMarkers.OF_JVM.mark(
                            Agent.running().resolver(), placeholder, Origin.of(place), place)),
                    call::proceed);
            if (created instanceof Properties properties && SpringMarkers.OF_JVM.any()) {
                try {
                    mark(properties);
                } catch (SecretException refused) {
                    throw call.raise(StartFailures.of(refused));
                }
            }
            return new Object[] {created};
        }

        private static void mark(Properties properties) {
            List<LiveValue> needed = new ArrayList<>();
            synchronized (properties) {
                for (Object key : new ArrayList<>(properties.keySet())) {
                    if (properties.get(key) instanceof String text && SpringMarkers.OF_JVM.in(text)) {
                        LiveValue value = Agent.running()
                                .resolver()
                                .bind(SpringMarkers.OF_JVM.reveal(text), Origin.of("YAML property " + key));
                        if (value != null) {
                            needed.add(value);
                            PropertiesPatch.expectTemplates();
                            LiveProperties.mark(properties, key, Marker.of(value));
                        }
                    }
                }
            }
            SpringTexts.require(needed);
        }
    }
}
