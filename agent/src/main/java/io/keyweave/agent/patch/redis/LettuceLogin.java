package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.login.AsyncLogin;
import io.keyweave.agent.login.Credential;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One handshake on one channel: at most two {@code AUTH}. Steps follow one another on Netty's thread, or on ours after a look into the vault. */
final class LettuceLogin {

    private static final String REFUSED = "io.lettuce.core.RedisCommandExecutionException";
    private static final String PROVIDER = "io.lettuce.core.StaticCredentialsProvider";

    private final Call call;
    private final Object channel;
    private final AsyncLogin login;
    private final @Nullable ClassLoader loader;
    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    LettuceLogin(Call call, Object channel, AsyncLogin login) {
        this.call = call;
        this.channel = channel;
        this.login = login;
        this.loader = call.loader();
    }

    /** Completes as the handshake does. */
    CompletableFuture<@Nullable Object> run() {
        step(login.first(), null);
        return result;
    }

    /** @param refusal what the server said before, if it did */
    private void step(CompletionStage<Optional<Credential>> choice, @Nullable Throwable refusal) {
        choice.whenComplete((credential, accident) -> {
            if (accident == null && credential.isPresent()) {
                attempt(credential.get());
            } else {
                result.completeExceptionally(refusal != null ? refusal : notAttempted());
            }
        });
    }

    private void attempt(Credential credential) {
        try {
            if (call.proceed(channel, provider(credential)) instanceof CompletionStage<?> stage) {
                stage.whenComplete(this::answered);
            } else {
                throw new IllegalStateException("no handshake");
            }
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        }
    }

    private void answered(@Nullable Object answer, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            if (cause != null && refused(cause)) {
                step(login.refused(), cause);
                return;
            }
            if (cause == null) {
                login.succeeded();
            }
        } catch (RuntimeException accident) {
            InternalErrors.add("a login with Lettuce", accident);
        }
        if (cause == null) {
            result.complete(answer);
        } else {
            result.completeExceptionally(cause);
        }
    }

    private static boolean refused(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getName().equals(REFUSED) && message != null && RedisAnswers.refused(message);
    }

    private Object provider(Credential credential) throws ReflectiveOperationException {
        return Class.forName(PROVIDER, true, loader)
                .getConstructor(String.class, char[].class)
                .newInstance(credential.user(), credential.password().toCharArray());
    }

    private Throwable notAttempted() {
        return refusal(loader, login.resting());
    }

    /** An exception as Redis' refusal becomes one. */
    static Throwable refusal(@Nullable ClassLoader loader, String message) {
        try {
            return (Throwable) Class.forName(REFUSED, true, loader)
                    .getConstructor(String.class)
                    .newInstance(message);
        } catch (ReflectiveOperationException e) {
            return new IllegalStateException(message);
        }
    }
}
