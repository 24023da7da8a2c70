package io.keyweave.agent.patch.redis;

import io.keyweave.agent.login.Login;
import io.keyweave.agent.patch.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a Jedis method that sends {@code AUTH}, or {@code HELLO} with it. After a refusal the connection takes another. */
abstract class JedisLogin implements Login {

    private static final String REFUSED = "redis.clients.jedis.exceptions.JedisAccessControlException";

    final Call call;
    private final String target;
    private final @Nullable String user;
    private final List<String> passwords;

    JedisLogin(Call call, String target, @Nullable String user, String password) {
        this.call = call;
        this.target = target;
        this.user = user;
        this.passwords = List.of(password);
    }

    @Override
    public final String target() {
        return target;
    }

    @Override
    public final @Nullable String user() {
        return user;
    }

    @Override
    public final List<String> passwords() {
        return passwords;
    }

    /** The methods may return nothing, which to the rules would be a login that was not made. */
    static Object made(@Nullable Object result) {
        return result == null ? Boolean.TRUE : result;
    }

    @Override
    public final Object asGiven() throws Throwable {
        return made(call.proceed());
    }

    @Override
    public final boolean refused(Throwable failure) {
        String message = failure.getMessage();
        return message != null
                && failure.getClass().getName().startsWith("redis.clients.jedis.exceptions.")
                && RedisAnswers.refused(message);
    }

    @Override
    public final Throwable notAttempted(String message, @Nullable Throwable last) {
        try {
            return call.raise((Throwable) Class.forName(REFUSED, true, call.loader())
                    .getConstructor(String.class)
                    .newInstance(message));
        } catch (ReflectiveOperationException e) {
            return call.raise(new IllegalStateException(message));
        }
    }
}
