package io.keyweave.agent.patch.kafka;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.List;
import javax.security.auth.callback.Callback;
import org.jspecify.annotations.Nullable;

/**
 * {@code SaslClientCallbackHandler} of Kafka's clients, which answers PLAIN and SCRAM with what the JAAS login left behind. An application's own
 * handler, named by {@code sasl.client.callback.handler.class}, is not looked at: it may fetch what it likes.
 */
public final class SaslCallbackPatch implements Patch {

    static final String CLASS = "org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler";

    @Override
    public String className() {
        return CLASS;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("handle", "([Ljavax/security/auth/callback/Callback;)V", SaslCallbackPatch::handle));
    }

    private static @Nullable Object @Nullable [] handle(Call call) throws Throwable {
        SaslLogin login = SaslLogin.current();
        if (login == null || !(call.arguments()[0] instanceof Callback[] callbacks)) {
            return null;
        }
        call.proceed();
        login.answer(callbacks);
        return new @Nullable Object[] {null};
    }
}
