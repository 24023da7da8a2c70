package io.keyweave.agent.patch.spring;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import io.keyweave.core.CachingResolver;
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

    /**
     * {@code YamlPropertiesFactoryBean.createProperties}: what comes of it are templates, for Spring and for everybody else. What represents a placeholder
     * meanwhile is made for this one call, so no text of another resource can hold it.
     */
    static final class YamlProperties implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            CallMarkers placeholders = new CallMarkers();
            Object created =
                    ReadScope.handled(ReadScope.replacing((text, place) -> placeholders.add(text)), call::proceed);
            if (created instanceof Properties properties && !placeholders.isEmpty()) {
                try {
                    mark(properties, placeholders);
                } catch (SecretException refused) {
                    throw call.raise(StartFailures.of(refused));
                }
            }
            return new Object[] {created};
        }

        private static void mark(Properties properties, CallMarkers placeholders) {
            CachingResolver resolver = Agent.running().resolver();
            List<LiveValue> needed = new ArrayList<>();
            ProblemReport report = new ProblemReport();
            synchronized (properties) {
                for (Object key : new ArrayList<>(properties.keySet())) {
                    if (properties.get(key) instanceof String text && placeholders.in(text)) {
                        String written = placeholders.written(text);
                        LiveValue value = resolver.bind(written, Origin.of("YAML property " + key), report);
                        if (value == null || value.references().isEmpty()) {
                            properties.put(key, value == null ? written : String.valueOf(value.current()));
                        } else {
                            needed.add(value);
                            PropertiesPatch.expectTemplates();
                            LiveProperties.mark(properties, key, Marker.of(value));
                        }
                    }
                }
            }
            SpringTexts.require(resolver, needed, report);
        }
    }

    /** Texts that represent the placeholders of one document. Belongs to one thread. */
    private static final class CallMarkers {

        private final List<String> placeholders = new ArrayList<>();
        private String prefix = "";

        String add(String placeholder) {
            if (prefix.isEmpty()) {
                prefix = SpringMarkers.newPrefix();
            }
            placeholders.add(placeholder);
            return prefix + (placeholders.size() - 1) + SpringMarkers.END;
        }

        boolean isEmpty() {
            return placeholders.isEmpty();
        }

        boolean in(String text) {
            return text.contains(prefix);
        }

        /** The text as it stood in the document. */
        String written(String text) {
            StringBuilder written = new StringBuilder(text.length());
            int from = 0;
            for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, from)) {
                int end = text.indexOf(SpringMarkers.END, at);
                int number = Integer.parseInt(text, at + prefix.length(), end, 10);
                written.append(text, from, at).append(placeholders.get(number));
                from = end + 1;
            }
            return written.append(text, from, text.length()).toString();
        }
    }
}
