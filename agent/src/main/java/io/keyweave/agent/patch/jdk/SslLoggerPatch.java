package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.time.KeyweaveThreads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code -Djavax.net.debug=all} prints what goes through TLS connections in plain text, and is what people set when TLS fails. Of ours that would be the
 * client secret, the token and every secret, in the application's log. So on our own threads, told by their context class loader,
 * contents are left out; handshakes are shown as ever. Made only where that property is set.
 */
public final class SslLoggerPatch implements Patch {

    @Override
    public String className() {
        return "sun.security.ssl.SSLLogger";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("isOn", "(Ljava/lang/String;)Z", new PlaintextTopic()));
    }

    private static final class PlaintextTopic implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object topic) {
            return "plaintext".equals(topic) && KeyweaveThreads.current() ? new Object[] {Boolean.FALSE} : null;
        }
    }
}
