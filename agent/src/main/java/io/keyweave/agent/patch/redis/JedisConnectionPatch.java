package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code Connection} of Jedis 4 to 8: the method that every new connection logs in by, of pools, clusters and sentinels alike. It has had a
 * name of its own in each time: {@code auth} with a supplier of credentials in 4, {@code helloAndAuth} in 5 to 7, {@code establishProtocol} in 8.
 */
public final class JedisConnectionPatch implements Patch {

    private static final String CREDENTIALS = "redis.clients.jedis.DefaultRedisCredentials";

    @Override
    public String className() {
        return "redis.clients.jedis.Connection";
    }

    @Override
    public List<Hook> hooks() {
        LoginInterceptor interceptor = new LoginInterceptor(JedisConnectionPatch::read);
        String credentials = "Lredis/clients/jedis/RedisCredentials;)V";
        return List.of(
                new Hook("auth", "(Ljava/util/function/Supplier;)V", interceptor).optional(),
                new Hook("helloAndAuth", "(Lredis/clients/jedis/RedisProtocol;" + credentials, interceptor).optional(),
                new Hook("establishProtocol", "(Lredis/clients/jedis/RedisProtocol;Z" + credentials, interceptor)
                        .optional());
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        @Nullable Object[] arguments = call.arguments();
        Object last = arguments[arguments.length - 1];
        Object credentials = last instanceof Supplier<?> supplier ? supplier.get() : last;
        return credentials != null && Reflected.get(credentials, "getPassword") instanceof char[] password
                ? new Handshake(
                        call,
                        target(Objects.requireNonNull(call.self())),
                        Reflected.text(credentials, "getUser"),
                        new String(password))
                : null;
    }

    /** Host and port, where it is not a socket factory of the application's that keeps them to itself. */
    static LoginTarget target(Object connection) throws ReflectiveOperationException {
        Object factory = Reflected.field(connection, "socketFactory").get(connection);
        if (factory == null) {
            return LoginTarget.named("redis://", "redis " + System.identityHashCode(connection));
        }
        try {
            return target(Objects.requireNonNull(Reflected.get(factory, "getHostAndPort")), "getHost", "getPort");
        } catch (NoSuchMethodException e) {
            String name = factory.getClass().getName();
            return LoginTarget.named("redis://" + name, name + "@" + System.identityHashCode(factory));
        }
    }

    static LoginTarget target(Object server, String host, String port) throws ReflectiveOperationException {
        String name = String.valueOf(Reflected.text(server, host));
        int number = LoginTarget.port(Reflected.text(server, port), "redis");
        return LoginTarget.of("redis://" + name + ":" + number, "redis", name, number);
    }

    private static final class Handshake extends JedisLogin {

        Handshake(Call call, LoginTarget target, @Nullable String user, String password) {
            super(call, target, user, password);
        }

        @Override
        public Object with(Credential credential) throws Throwable {
            @Nullable Object[] changed = call.arguments();
            int last = changed.length - 1;
            Object other = credentials(credential);
            changed[last] = changed[last] instanceof Supplier<?> ? (Supplier<Object>) () -> other : other;
            return made(call.proceed(changed));
        }

        private Object credentials(Credential credential) throws ReflectiveOperationException {
            Constructor<?> constructor =
                    Class.forName(CREDENTIALS, true, call.loader()).getConstructor(String.class, CharSequence.class);
            return constructor.newInstance(credential.user(), credential.password());
        }
    }
}
