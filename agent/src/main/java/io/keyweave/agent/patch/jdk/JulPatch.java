package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.ApplicationLog;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.logging}: {@code Logger.log}, through which each record goes, and {@code ensureLogManagerInitialized}, which is called for each logger that
 * is asked for. Its LogManager is the application's choice, and made by its first use: here it is seen when it is there. With {@code log=app}
 * only.
 */
final class JulPatch {

    static final String MANAGER = "java.util.logging.LogManager";
    static final String LOGGER = "java.util.logging.Logger";

    private JulPatch() {}

    static @Nullable Patch of(String name) {
        ApplicationLog log = Agent.running().applicationLog();
        if (log == null) {
            return null;
        }
        return name.equals(MANAGER)
                ? ReaderPatch.of(name, new Hook("ensureLogManagerInitialized", "()V", new JulUse(log, true)))
                : ReaderPatch.of(name, new Hook("log", "(Ljava/util/logging/LogRecord;)V", new JulUse(log, false)));
    }

    private static final class JulUse implements Interceptor.Direct {
        private final ApplicationLog log;
        private final boolean ofManager;
        private volatile boolean used;

        JulUse(ApplicationLog log, boolean ofManager) {
            this.log = log;
            this.ofManager = ofManager;
        }

        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object argument) {
            if (!used && (!ofManager || isInitialized(self))) {
                used = log.use(new JulLogger());
            }
            return null;
        }

        private static boolean isInitialized(Object manager) {
            try {
                return Reflected.field(manager, "initializationDone").getBoolean(manager);
            } catch (ReflectiveOperationException unknownVersion) {
                throw new IllegalStateException(unknownVersion);
            }
        }
    }
}
