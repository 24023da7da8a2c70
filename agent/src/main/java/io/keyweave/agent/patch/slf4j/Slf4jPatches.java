package io.keyweave.agent.patch.slf4j;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.ApplicationLog;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * {@code LoggerFactory}: {@code performInitialization}, after which its provider is there, and {@code getILoggerFactory}, through which each later call goes,
 * where that was before the first placeholder. With {@code log=app} only.
 */
public final class Slf4jPatches {

    private Slf4jPatches() {}

    public static PatchList list() {
        return new PatchList("SLF4J", "lines of the agent in the application's log")
                .add("org.slf4j.LoggerFactory", Slf4jPatches::patch);
    }

    private static @Nullable Patch patch(String name) {
        ApplicationLog log = Agent.running().applicationLog();
        return log == null
                ? null
                : ReaderPatch.of(
                        name,
                        new Hook("performInitialization", "()V", new FirstUse(log)),
                        new Hook("getILoggerFactory", "()Lorg/slf4j/ILoggerFactory;", new LaterUse(log)));
    }

    /** Whether the log gets our lines: in state 3, {@code SUCCESSFUL_INITIALIZATION}. While a provider is being made, and where there is none, it is another. */
    private static boolean look(ApplicationLog log, Class<?> factory) {
        try {
            Jvm.open(factory);
            Field state = factory.getDeclaredField("INITIALIZATION_STATE");
            state.setAccessible(true);
            return state.getInt(null) == 3 && log.use(new Slf4jLogger(factory));
        } catch (ReflectiveOperationException unknownVersion) {
            throw new IllegalStateException(unknownVersion);
        }
    }

    private record FirstUse(ApplicationLog log) implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object result = call.proceed();
            look(log, Class.forName("org.slf4j.LoggerFactory", false, call.loader()));
            return new Object[] {result};
        }
    }

    private static final class LaterUse implements Interceptor.Direct {
        private final ApplicationLog log;
        private volatile boolean used;

        LaterUse(ApplicationLog log) {
            this.log = log;
        }

        @Override
        public Object @Nullable [] enter(Object factory, @Nullable Object nothing) {
            if (!used) {
                used = look(log, (Class<?>) factory);
            }
            return null;
        }
    }
}
