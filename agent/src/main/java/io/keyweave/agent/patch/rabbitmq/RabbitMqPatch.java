package io.keyweave.agent.patch.rabbitmq;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two methods that connect, to one address or to several in turn: {@code ConnectionFactory.newConnection} and, for each attempt of
 * automatic recovery, on a thread of its own, {@code RecoveryAwareAMQConnectionFactory.newConnection}. Both hand what the application
 * configured to connections as {@link ConnectionParamsPatch ConnectionParams}; what they configured is not changed, nor is the factory copied, for
 * with NIO it owns threads.
 */
final class RabbitMqPatch implements Patch {

    private static final String SCHEME = "amqp";

    private final String className;

    /** @param className one of two that make connections */
    RabbitMqPatch(String className) {
        this.className = className;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook(
                        "newConnection",
                        "(Ljava/util/concurrent/ExecutorService;Lcom/rabbitmq/client/AddressResolver;Ljava/lang/String;)"
                                + "Lcom/rabbitmq/client/Connection;",
                        new LoginInterceptor(RabbitMqPatch::byFactory)),
                new Hook(
                        "newConnection",
                        "()Lcom/rabbitmq/client/impl/recovery/RecoveryAwareAMQConnection;",
                        new LoginInterceptor(RabbitMqPatch::byRecovery)));
    }

    private static @Nullable Login byFactory(Call call) throws ReflectiveOperationException {
        Object factory = Objects.requireNonNull(call.self());
        return login(
                call,
                call.arguments()[1],
                Reflected.field(factory, "credentialsProvider").get(factory));
    }

    private static @Nullable Login byRecovery(Call call) throws ReflectiveOperationException {
        Object factory = Objects.requireNonNull(call.self());
        Object params = Reflected.field(factory, "params").get(factory);
        return params == null
                ? null
                : login(
                        call,
                        Reflected.field(factory, "addressResolver").get(factory),
                        Reflected.get(params, "getCredentialsProvider"));
    }

    /** Null for a provider whose credentials expire: it fetches them itself and has them refreshed on open connections. */
    private static @Nullable Login login(Call call, @Nullable Object addresses, @Nullable Object provider)
            throws ReflectiveOperationException {
        return addresses == null || provider == null || expires(provider)
                ? null
                : RabbitMqLogin.of(call, target(addresses), provider);
    }

    private static boolean expires(Object provider) throws ReflectiveOperationException {
        try {
            return Reflected.get(provider, "getTimeBeforeExpiration") != null;
        } catch (NoSuchMethodException before58) {
            return false;
        }
    }

    /** What the application named, not what DNS makes of it today. A resolver of the application's own may answer anything: each is a target. */
    private static LoginTarget target(Object resolver) throws ReflectiveOperationException {
        String field =
                switch (resolver.getClass().getSimpleName()) {
                    case "ListAddressResolver" -> "addresses";
                    case "DnsRecordIpAddressResolver" -> "address";
                    default -> null;
                };
        if (field == null) {
            String name = resolver.getClass().getName();
            return LoginTarget.named("amqp://" + name, name + "@" + System.identityHashCode(resolver));
        }
        Object addresses = Reflected.field(resolver, field).get(resolver);
        List<LoginTarget.Server> servers = new ArrayList<>();
        for (Object address : addresses instanceof List<?> list ? list : Collections.singletonList(addresses)) {
            if (address != null) {
                int port = LoginTarget.port(Reflected.text(address, "getPort"), SCHEME);
                servers.add(new LoginTarget.Server(
                        SCHEME,
                        String.valueOf(Reflected.text(address, "getHost")),
                        port > 0 ? port : LoginTarget.port(null, SCHEME)));
            }
        }
        return new LoginTarget("amqp://" + addresses, servers);
    }
}
