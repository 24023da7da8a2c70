package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HOCON's objects and lists: what they are constructed with hides templates without a value. Exchanged in the constructor, because
 * merging and substitution construct new ones all the time and reading must stay what it is.
 */
record ContainerPatch(String className, String constructor) implements Patch {

    private static final String PACKAGE = "com.typesafe.config.impl.";

    static Patch ofObjects() {
        return new ContainerPatch(
                PACKAGE + "SimpleConfigObject",
                "(Lcom/typesafe/config/ConfigOrigin;Ljava/util/Map;Lcom/typesafe/config/impl/ResolveStatus;Z)V");
    }

    static Patch ofLists() {
        return new ContainerPatch(
                PACKAGE + "SimpleConfigList",
                "(Lcom/typesafe/config/ConfigOrigin;Ljava/util/List;Lcom/typesafe/config/impl/ResolveStatus;)V");
    }

    @Override
    public List<Hook> hooks() {
        return List.of(Hook.ofConstructor(constructor, 1, new Filter()));
    }

    private static final class Filter implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(@Nullable Object members, @Nullable Object nothing) {
            if (!HoconClasses.anyDefined()) {
                return null;
            }
            Object present = members instanceof Map<?, ?> map
                    ? PresentMap.of(map)
                    : members instanceof List<?> list ? PresentList.of(list) : members;
            return present == members ? null : new Object[] {present};
        }
    }
}
