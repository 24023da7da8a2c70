package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.time.KeyweaveThreads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JDK asks for a {@code System.Logger} before it tells of a certificate or a TLS connection. With {@code java.util.logging.config.file} or a
 * {@code System.LoggerFinder} of the application that starts its logging: on a thread of ours, before its {@code main}. So no such event is logged of what our
 * own threads do. Those are told by their context class loader.
 */
public final class EventHelperPatch implements Patch {

    @Override
    public String className() {
        return "jdk.internal.event.EventHelper";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("isLoggingSecurity", "()Z", new OnOurThreads()));
    }

    private static final class OnOurThreads implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
            return KeyweaveThreads.current() ? new Object[] {Boolean.FALSE} : null;
        }
    }
}
