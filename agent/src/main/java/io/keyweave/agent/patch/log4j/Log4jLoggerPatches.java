package io.keyweave.agent.patch.log4j;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.ApplicationLog;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code LoggerContext.getLogger} of Log4j's core: whoever gets a logger gets it from a context that has been started with its configuration. With
 * {@code log=app} only.
 */
public final class Log4jLoggerPatches {

    private Log4jLoggerPatches() {}

    public static PatchList list() {
        return new PatchList("Log4j's core", "lines of the agent in the application's log")
                .add("org.apache.logging.log4j.core.LoggerContext", Log4jLoggerPatches::patch);
    }

    private static @Nullable Patch patch(String name) {
        ApplicationLog log = Agent.running().applicationLog();
        return log == null ? null : ReaderPatch.of(name, new Hook("getLogger", null, new LoggerAsked(log)));
    }

    private static final class LoggerAsked implements Interceptor.Direct {
        private final ApplicationLog log;
        private volatile WeakReference<Object> used = new WeakReference<>(null);

        LoggerAsked(ApplicationLog log) {
            this.log = log;
        }

        @Override
        public Object @Nullable [] enter(Object context, @Nullable Object arguments) {
            if (used.get() != context && isStarted(context) && log.use(new Log4jLogger(context))) {
                used = new WeakReference<>(context);
            }
            return null;
        }
    }

    static boolean isStarted(Object context) {
        try {
            return Boolean.TRUE.equals(Reflected.get(context, "isStarted"));
        } catch (ReflectiveOperationException unknownVersion) {
            throw new IllegalStateException(unknownVersion);
        }
    }
}
