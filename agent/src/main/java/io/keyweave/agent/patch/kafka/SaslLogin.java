package io.keyweave.agent.patch.kafka;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.AsyncLogin;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.Logins;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.jspecify.annotations.Nullable;

/** The login of one authenticator, with a password of ours. Belongs to the I/O thread of its Kafka client. */
final class SaslLogin {

    private static final String REFUSED = "org.apache.kafka.common.errors.SaslAuthenticationException";

    /** What a broker says to a re-authentication by another user: {@code SaslServerAuthenticator}. */
    private static final String ANOTHER_USER = "Cannot change principals during re-authentication";

    /** Whose calls are under way on this thread: the callback handler is not told. */
    private static final ThreadLocal<@Nullable SaslLogin> CURRENT = new ThreadLocal<>();

    private final @Nullable AsyncLogin login;
    private final @Nullable Credential credential;
    private final @Nullable String problem;

    private SaslLogin(AsyncLogin login) {
        this.login = login;
        this.credential = login.now().orElse(null);
        this.problem = null;
    }

    /** One that is not to be made. */
    private SaslLogin(String problem) {
        this.login = null;
        this.credential = null;
        this.problem = problem;
    }

    /** Null when the password is none of ours. */
    static @Nullable SaslLogin of(Object authenticator) throws ReflectiveOperationException {
        Logins logins = ActiveLogins.get();
        Object handler = read(authenticator, "callbackHandler");
        if (handler == null
                || !handler.getClass().getName().equals(SaslCallbackPatch.CLASS)
                || !(read(authenticator, "subject") instanceof Subject subject)) {
            return null;
        }
        String password = first(subject.getPrivateCredentials(String.class));
        LoginTarget target = target(authenticator);
        String problem = UnresolvedPassword.problem("the password for " + target.name(), password);
        if (problem != null) {
            return new SaslLogin(problem);
        }
        AsyncLogin login = logins == null || password == null
                ? null
                : logins.later(
                        target, first(subject.getPublicCredentials(String.class)), password, jaas(authenticator));
        return login == null ? null : new SaslLogin(login);
    }

    /** Named by the host alone, so that the brokers of a machine share what is known of the account. */
    private static LoginTarget target(Object authenticator) throws ReflectiveOperationException {
        String host = String.valueOf(read(authenticator, "host"));
        return LoginTarget.of("kafka://" + host, "kafka", host, port(authenticator));
    }

    private static int port(Object authenticator) {
        try {
            Object transport = Objects.requireNonNull(read(authenticator, "transportLayer"));
            return Reflected.get(transport, "socketChannel") instanceof SocketChannel channel
                    ? channel.socket().getPort()
                    : LoginTarget.port(null, "kafka");
        } catch (ReflectiveOperationException e) {
            return LoginTarget.port(null, "kafka");
        }
    }

    /** The JAAS text, from which Kafka cut the password: that is the object that the application was given. */
    private static List<String> jaas(Object authenticator) {
        try {
            Object text = read(authenticator, "configs") instanceof Map<?, ?> all ? all.get("sasl.jaas.config") : null;
            if (text != null && !(text instanceof String)) {
                text = Reflected.get(text, "value");
            }
            return text instanceof String jaas ? List.of(jaas) : List.of();
        } catch (ReflectiveOperationException e) {
            return List.of();
        }
    }

    private static @Nullable Object read(Object authenticator, String field) throws ReflectiveOperationException {
        return Reflected.field(authenticator, field).get(authenticator);
    }

    /** As the callback handler takes it. */
    private static @Nullable String first(Set<String> credentials) {
        Iterator<String> all = credentials.iterator();
        return all.hasNext() ? all.next() : null;
    }

    static @Nullable SaslLogin current() {
        return CURRENT.get();
    }

    /** Runs a method of the authenticator, which may ask for the password. */
    @Nullable
    Object during(Call call) throws Throwable {
        CURRENT.set(this);
        try {
            return call.proceed();
        } finally {
            CURRENT.remove();
        }
    }

    /** Puts the version that was chosen where the handler put the one it knows. */
    void answer(Callback[] callbacks) {
        if (credential == null) {
            return;
        }
        for (Callback callback : callbacks) {
            if (callback instanceof PasswordCallback asked) {
                asked.setPassword(credential.password().toCharArray());
            } else if (callback instanceof NameCallback asked && credential.user() != null) {
                asked.setName(credential.user());
            }
        }
    }

    /** Whether every version was refused less than a minute ago: the broker is not to be asked. */
    boolean rests() {
        return credential == null;
    }

    void succeeded() {
        if (login != null) {
            login.succeeded();
        }
    }

    /**
     * Whether there is by now a version that does not rest, or may be soon: another client has found one since this login was chosen, the vault
     * is being asked, or whoever rotates has done one half only.
     */
    boolean mayGoOn() {
        return login != null && (login.asking() || login.found() || login.amidRotation());
    }

    /**
     * Whether the client should try again: the broker refused user name or password, or will not have another user on the connection it
     * knows, as when two users take turns. What the client itself finds wrong has a cause.
     */
    boolean wantsAnotherConnection(Throwable failure) {
        if (!failure.getClass().getName().equals(REFUSED) || failure.getCause() != null) {
            return false;
        }
        String message = failure.getMessage();
        if (login != null && (message == null || !message.startsWith(ANOTHER_USER))) {
            login.failed();
        }
        return true;
    }

    Throwable notAttempted(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        return (Throwable) Class.forName(REFUSED, true, loader)
                .getConstructor(String.class)
                .newInstance(login == null ? problem : login.resting());
    }
}
