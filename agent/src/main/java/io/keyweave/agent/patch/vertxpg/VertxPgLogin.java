package io.keyweave.agent.patch.vertxpg;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.login.AsyncLogin;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.patch.Reflected;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection of Vert.x' PostgreSQL client: at most two logins. Steps follow one another on the event loop of the connection. */
final class VertxPgLogin {

    private static final String OPTIONS = "io.vertx.pgclient.PgConnectOptions";
    private static final String EXCEPTION = "io.vertx.pgclient.PgException";

    /** <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">invalid_password</a>. */
    private static final String INVALID_PASSWORD = "28P01";

    private final Call call;
    private final Object options;
    private final Object context;
    private final AsyncLogin login;
    private final VertxFutures futures;

    VertxPgLogin(Call call, Object options, Object context, AsyncLogin login) throws ReflectiveOperationException {
        this.call = call;
        this.options = options;
        this.context = context;
        this.login = login;
        this.futures = new VertxFutures(call.loader());
    }

    /** A future of Vert.x, with the connection. */
    Object run() throws ReflectiveOperationException {
        return attempted(login.first(), null);
    }

    /** @param refusal what the server said before, if it did */
    private Object attempted(CompletionStage<Optional<Credential>> choice, @Nullable Throwable refusal)
            throws ReflectiveOperationException {
        try {
            return futures.then(
                    futures.of(choice, context),
                    found -> found instanceof Optional<?> one && one.orElse(null) instanceof Credential credential
                            ? attempt(credential)
                            : failed(refusal != null ? refusal : refusal(call.loader(), login.resting())));
        } catch (Throwable failure) {
            return futures.failed(failure);
        }
    }

    private Object attempt(Credential credential) {
        try {
            Object future = call.proceed(with(credential), context);
            if (future == null) {
                throw new IllegalStateException("no connection");
            }
            return futures.otherwise(futures.seen(future, this::succeeded), this::refused);
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    private Object succeeded(Object connection) {
        try {
            login.succeeded();
        } catch (RuntimeException accident) {
            InternalErrors.add("a login with Vert.x' PostgreSQL client", accident);
        }
        return connection;
    }

    private Object refused(Throwable cause) {
        try {
            if (cause.getClass().getName().equals(EXCEPTION)
                    && INVALID_PASSWORD.equals(Reflected.text(cause, "getSqlState"))) {
                return attempted(login.refused(), cause);
            }
        } catch (ReflectiveOperationException | RuntimeException accident) {
            InternalErrors.add("a login with Vert.x' PostgreSQL client", accident);
        }
        return failed(cause);
    }

    private Object failed(Throwable cause) {
        try {
            return futures.failed(cause);
        } catch (ReflectiveOperationException accident) {
            throw new IllegalStateException(accident);
        }
    }

    private Object with(Credential credential) throws Throwable {
        Class<?> type = Class.forName(OPTIONS, true, call.loader());
        // A pool may have been made with the options that all of Vert.x' clients share.
        Object own = type.isInstance(options)
                ? options
                : type.getConstructor(type.getSuperclass()).newInstance(options);
        Object copy = type.getConstructor(type).newInstance(own);
        if (credential.user() != null) {
            Reflected.call(Reflected.method(copy, "setUser", String.class), copy, credential.user());
        }
        Reflected.call(Reflected.method(copy, "setPassword", String.class), copy, credential.password());
        return copy;
    }

    /** An exception as PostgreSQL's refusal becomes one. */
    static Throwable refusal(@Nullable ClassLoader loader, String message) {
        try {
            return (Throwable) Class.forName(EXCEPTION, true, loader)
                    .getConstructor(String.class, String.class, String.class, String.class)
                    .newInstance(message, "FATAL", INVALID_PASSWORD, null);
        } catch (ReflectiveOperationException e) {
            return new IllegalStateException(message);
        }
    }
}
