package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.AsyncLogin;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.Logins;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code RedisHandshake} of Lettuce 6.2 to 7: {@code initiateHandshakeResp2} and {@code initiateHandshakeResp3} send {@code AUTH} or {@code HELLO}
 * on a new channel, the first and those that a lost connection is replaced by, and return a future. They run on Netty's thread and may not wait,
 * so the future is extended: a refused login is followed by another on the same channel. Only providers that have a user name and a password at
 * hand are looked at; one that fetches them is the application's business, and must not be asked twice.
 */
public final class LettucePatch implements Patch {

    /** Where Lettuce's own providers are: of a {@code RedisURI}, its builder, a supplier. Those of tokens are in another package. */
    private static final String AT_HAND = "io.lettuce.core.";

    @Override
    public String className() {
        return "io.lettuce.core.RedisHandshake";
    }

    @Override
    public List<Hook> hooks() {
        Interceptor interceptor = LettucePatch::enter;
        String arguments = "(Lio/netty/channel/Channel;Lio/lettuce/core/RedisCredentialsProvider;)";
        return List.of(
                new Hook("initiateHandshakeResp2", arguments + "Ljava/util/concurrent/CompletableFuture;", interceptor),
                new Hook("initiateHandshakeResp3", arguments + "Ljava/util/concurrent/CompletionStage;", interceptor));
    }

    private static Object @Nullable [] enter(Call call) throws ReflectiveOperationException {
        Logins logins = ActiveLogins.get();
        @Nullable Object[] arguments = call.arguments();
        Object channel = arguments[0];
        Object credentials = arguments[1] == null ? null : now(arguments[1]);
        if (channel == null
                || credentials == null
                || !(Reflected.get(credentials, "getPassword") instanceof char[] password)) {
            return null;
        }
        String problem =
                UnresolvedPassword.problem("the password for " + target(channel).name(), password);
        if (problem != null) {
            return new Object[] {CompletableFuture.failedFuture(LettuceLogin.refusal(call.loader(), problem))};
        }
        if (logins == null) {
            return null;
        }
        AsyncLogin login = logins.later(
                target(channel), Reflected.text(credentials, "getUsername"), new String(password), List.of());
        return login == null ? null : new Object[] {new LettuceLogin(call, channel, login).run()};
    }

    /** The credentials of a provider that has them at hand, otherwise null. */
    private static @Nullable Object now(Object provider) throws ReflectiveOperationException {
        if (!provider.getClass().getName().startsWith(AT_HAND)) {
            return null;
        }
        Object mono = Objects.requireNonNull(Reflected.get(provider, "resolveCredentials"));
        CompletableFuture<?> future = (CompletableFuture<?>) Objects.requireNonNull(Reflected.get(mono, "toFuture"));
        return future.isDone() && !future.isCompletedExceptionally() ? future.join() : null;
    }

    private static LoginTarget target(Object channel) throws ReflectiveOperationException {
        Object address = Reflected.get(channel, "remoteAddress");
        if (address instanceof InetSocketAddress socket) {
            String host = socket.getHostString();
            return LoginTarget.of("redis://" + host + ":" + socket.getPort(), "redis", host, socket.getPort());
        }
        return LoginTarget.named("redis://" + address);
    }
}
