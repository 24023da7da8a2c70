package io.keyweave.agent.patch.rabbitmq;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ConnectionParams.getCredentialsProvider}, which each connection asks when it is made, in the thread that makes it. */
final class ConnectionParamsPatch implements Patch {

    @Override
    public String className() {
        return "com.rabbitmq.client.impl.ConnectionParams";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "getCredentialsProvider", "()Lcom/rabbitmq/client/impl/CredentialsProvider;", new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
                        Object instead = RabbitMqLogin.INSTEAD.get();
                        return instead == null ? null : new Object[] {instead};
                    }
                }));
    }
}
