package io.keyweave.agent.instrument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bridge of these tests. */
public final class WeaverBridge {
    static final List<Object> SEEN = new ArrayList<>();
    static Object @Nullable [] answer;

    private WeaverBridge() {}

    public static Object @Nullable [] enter(int hook, Object self, @Nullable Object argument) {
        SEEN.add(hook);
        SEEN.add(self instanceof Class<?> type ? "static " + type.getSimpleName() : "instance");
        SEEN.add(argument instanceof Object[] all ? Arrays.asList(all) : String.valueOf(argument));
        return answer;
    }
}
