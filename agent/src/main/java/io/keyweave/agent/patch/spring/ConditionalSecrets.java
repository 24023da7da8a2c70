package io.keyweave.agent.patch.spring;

import io.keyweave.LiveValue;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Secrets named in documents that apply to some profiles or platforms only ({@code spring.config.activate.on-profile}). Spring Boot loads
 * all documents of a file before it knows which apply; these are asked for when it finds theirs active. A developer's JVM must neither need
 * nor try to read the secrets of the production. Thread-safe.
 */
final class ConditionalSecrets {

    private static final String CONDITION = "spring.config.activate.";

    private static final Set<LiveValue> WAITING = ConcurrentHashMap.newKeySet();

    private ConditionalSecrets() {}

    static boolean conditional(Map<?, ?> document) {
        for (Object key : document.keySet()) {
            if (key instanceof String name && name.startsWith(CONDITION)) {
                return true;
            }
        }
        return false;
    }

    /** Takes what is not to be fetched yet. */
    static Collection<LiveValue> waiting() {
        return WAITING;
    }

    /**
     * Fetches those of the values that nobody asked for yet: whoever reads a document without asking whether it is active.
     *
     * @throws SecretException with the report of all problems
     */
    static void require(Collection<LiveValue> values) {
        List<LiveValue> asked = new ArrayList<>(0);
        for (LiveValue value : values) {
            if (WAITING.contains(value)) {
                asked.add(value);
            }
        }
        if (!asked.isEmpty()) {
            SpringTexts.require(asked);
            asked.forEach(WAITING::remove);
        }
    }

    /** Whether {@link #require} has nothing to do, whatever it is given. */
    static boolean none() {
        return WAITING.isEmpty();
    }

    /** {@code ConfigDataEnvironmentContributor.isActive}. */
    static final class Activation implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object document = call.self();
            if (none() || document == null) {
                return null;
            }
            Object active = call.proceed();
            if (Boolean.TRUE.equals(active)) {
                try {
                    require(named(Reflected.field(document, "propertySource").get(document)));
                } catch (SecretException refused) {
                    throw call.raise(StartFailures.of(refused));
                }
            }
            return new Object[] {active};
        }

        private static List<LiveValue> named(@Nullable Object propertySource) throws ReflectiveOperationException {
            List<LiveValue> named = new ArrayList<>();
            if (propertySource != null && Reflected.get(propertySource, "getSource") instanceof Map<?, ?> map) {
                for (Object value : map.values()) {
                    if (ConfigFiles.unwrapped(value) instanceof CharSequence text) {
                        named.addAll(SpringMarkers.OF_JVM.valuesIn(text.toString()));
                    }
                }
            }
            return named;
        }
    }
}
