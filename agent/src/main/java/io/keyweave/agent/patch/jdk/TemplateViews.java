package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.views.LiveProperties;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Clones and written forms of a {@code Properties} that may hold templates. */
final class TemplateViews {

    private TemplateViews() {}

    static Object @Nullable [] clone(Properties properties) {
        return LiveProperties.templated(properties) ? new Object[] {LiveProperties.cloneOf(properties)} : null;
    }

    /**
     * Lets {@code store}, {@code list} and their like write a raw copy. Not a switch on the thread: the application's writer runs inside
     * {@code store} and may read secrets meanwhile.
     */
    static Object @Nullable [] writeOut(Call call, Properties properties) throws Throwable {
        if (!LiveProperties.templatedAnywhere(properties)) {
            return null;
        }
        Properties raw;
        synchronized (properties) {
            raw = LiveProperties.rawCopy(properties);
        }
        return new Object[] {call.proceedOn(raw)};
    }
}
