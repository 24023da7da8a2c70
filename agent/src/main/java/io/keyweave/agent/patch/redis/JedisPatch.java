package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code auth} of {@code Jedis} (in Jedis 3 of {@code BinaryJedis}, whose pools call it for each new connection), with and without a user. */
public final class JedisPatch implements Patch {

    private final String className;

    public JedisPatch(String className) {
        this.className = className;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public List<Hook> hooks() {
        LoginInterceptor interceptor = new LoginInterceptor(JedisPatch::read);
        // Of the two classes one has them.
        return List.of(
                new Hook("auth", "(Ljava/lang/String;)Ljava/lang/String;", interceptor).optional(),
                new Hook("auth", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;", interceptor).optional());
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        @Nullable Object[] arguments = call.arguments();
        String user = arguments.length == 2 ? (String) arguments[0] : null;
        return arguments[arguments.length - 1] instanceof String password
                ? new Auth(call, target(Objects.requireNonNull(call.self())), user, password)
                : null;
    }

    private static LoginTarget target(Object jedis) throws ReflectiveOperationException {
        Object client = Objects.requireNonNull(Reflected.get(jedis, "getClient"));
        return client.getClass().getName().endsWith(".Connection")
                ? JedisConnectionPatch.target(client)
                : JedisConnectionPatch.target(client, "getHost", "getPort");
    }

    private static final class Auth extends JedisLogin {

        Auth(Call call, LoginTarget target, @Nullable String user, String password) {
            super(call, target, user, password);
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            return call.arguments().length == 2
                    ? call.proceed(credential.user(), credential.password())
                    : call.proceed(credential.password());
        }
    }
}
