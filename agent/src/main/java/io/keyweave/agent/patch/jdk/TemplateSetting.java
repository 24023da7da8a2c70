package io.keyweave.agent.patch.jdk;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The rare end of a {@code setProperty}: the text looks like a placeholder. It stays text, with one warning, unless the class that sets
 * it is named by {@code trust=class:}: code that reads files by itself and fills a {@code Properties} with them.
 */
final class TemplateSetting {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private TemplateSetting() {}

    /**
     * @return null when the text is to be set as it is
     * @throws Throwable an {@code IllegalArgumentException} with the report when a trusted placeholder is not available
     */
    static Object @Nullable [] set(Call call) throws Throwable {
        Properties target = (Properties) Objects.requireNonNull(call.self());
        Object key = call.arguments()[0];
        String text = (String) Objects.requireNonNull(call.arguments()[1]);
        if (key == null || loadedByXml()) {
            return null;
        }
        Agent agent = Agent.running();
        LiveValue value;
        try {
            if (!agent.trust()
                    .judgeText("setProperty(\"" + key + "\")", List.of())
                    .trusted()) {
                return null;
            }
            value = agent.resolver().bind(text, Origin.of("setProperty " + key));
            if (value == null) {
                return null;
            }
            agent.resolver().require(List.of(value));
        } catch (SecretException refused) {
            throw call.raise(Refusals.remember(new IllegalArgumentException(Refusals.report(refused)), refused));
        }
        if (TemplateLoading.storesElsewhere(target)) {
            String now = value.current();
            return new Object[] {now == null ? null : call.proceed(key, now)};
        }
        synchronized (target) {
            Object before = target.get(key);
            PropertiesPatch.expectTemplates();
            LiveProperties.mark(target, key, Marker.of(value));
            return new Object[] {before};
        }
    }

    /** {@code loadFromXML} ends in {@code setProperty}; where that text comes from has been judged. */
    private static boolean loadedByXml() {
        return WALKER.walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == Loading.class));
    }
}
