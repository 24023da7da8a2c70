package io.keyweave.agent.patch.rabbitmq;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.CallLogin;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect. RabbitMQ closes the connection with 403 when user name or password are wrong, and the client says
 * {@code AuthenticationFailureException}; Qpid closes it with 530, which the client takes for something that is <em>possibly</em> an
 * authentication failure, as it does when a broker just hangs up. Whatever is wrong after the login (a virtual host, say) is another exception.
 */
final class RabbitMqLogin extends CallLogin {

    private static final String REFUSED = "com.rabbitmq.client.AuthenticationFailureException";
    private static final String POSSIBLY_REFUSED = "com.rabbitmq.client.PossibleAuthenticationFailureException";
    private static final int NOT_ALLOWED = 530;
    private static final String PROVIDER = "com.rabbitmq.client.impl.DefaultCredentialsProvider";

    /** What connections that the current thread makes log in with, if not with what the application configured. */
    static final ThreadLocal<@Nullable Object> INSTEAD = new ThreadLocal<>();

    private RabbitMqLogin(Call call, LoginTarget target, @Nullable String user, String password) {
        super(call, target, user, List.of(password));
    }

    /** @param provider a {@code CredentialsProvider}; null is returned when it has no password */
    static @Nullable Login of(Call call, LoginTarget target, Object provider) throws ReflectiveOperationException {
        String password = Reflected.text(provider, "getPassword");
        return password == null
                ? null
                : new RabbitMqLogin(call, target, Reflected.text(provider, "getUsername"), password);
    }

    @Override
    public @Nullable Object with(Credential credential) throws Throwable {
        INSTEAD.set(provider(credential));
        try {
            return call.proceed();
        } finally {
            INSTEAD.remove();
        }
    }

    private Object provider(Credential credential) throws ReflectiveOperationException {
        return Class.forName(PROVIDER, true, call.loader())
                .getConstructor(String.class, String.class)
                .newInstance(credential.user(), credential.password());
    }

    @Override
    public boolean refused(Throwable failure) {
        return failure.getClass().getName().equals(REFUSED) || closedByQpid(failure);
    }

    private static boolean closedByQpid(Throwable failure) {
        Throwable shutdown = failure.getCause();
        if (shutdown == null || !failure.getClass().getName().equals(POSSIBLY_REFUSED)) {
            return false;
        }
        try {
            Object reason = Reflected.get(shutdown, "getReason");
            return reason != null
                    && "connection.close".equals(Reflected.text(reason, "protocolMethodName"))
                    && Integer.valueOf(NOT_ALLOWED).equals(Reflected.get(reason, "getReplyCode"));
        } catch (ReflectiveOperationException noReason) {
            return false;
        }
    }

    @Override
    public Throwable notAttempted(String message, @Nullable ErrorCode last) {
        return exception(REFUSED, message);
    }
}
