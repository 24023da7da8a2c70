package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.CallLogin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a Jedis method that sends {@code AUTH}, or {@code HELLO} with it. After a refusal the connection takes another. */
abstract class JedisLogin extends CallLogin {

    private static final String REFUSED = "redis.clients.jedis.exceptions.JedisAccessControlException";

    JedisLogin(Call call, LoginTarget target, @Nullable String user, String password) {
        super(call, target, user, List.of(password));
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
    public final Throwable notAttempted(String message, @Nullable ErrorCode last) {
        return exception(REFUSED, message);
    }
}
