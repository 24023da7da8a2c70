package io.keyweave.agent.patch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code java.util.Properties}: loading and raw views. */
public final class PropertiesPatch implements Patch {

    @Override
    public String className() {
        return "java.util.Properties";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("load", null, new Load()));
    }

    private static final class Load implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            return null;
        }
    }
}
