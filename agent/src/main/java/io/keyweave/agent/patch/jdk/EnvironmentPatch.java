package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.views.LiveEnvironment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.lang.ProcessEnvironment}, behind {@code System.getenv} and its permission check. Children are started from the native
 * block or from {@code environment()}, which stay as they are.
 */
public final class EnvironmentPatch implements Patch {

    private final LiveEnvironment environment;

    public EnvironmentPatch(LiveEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String className() {
        return "java.lang.ProcessEnvironment";
    }

    @Override
    public List<Hook> hooks() {
        Map<String, String> readOnly = Collections.unmodifiableMap(environment);
        Object[] all = {readOnly};
        return List.of(
                new Hook("getenv", "(Ljava/lang/String;)Ljava/lang/String;", new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object name) {
                        // The method itself complains about null.
                        return name == null ? null : environment.answer((String) name);
                    }
                }),
                new Hook("getenv", "()Ljava/util/Map;", new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
                        return all;
                    }
                }));
    }
}
