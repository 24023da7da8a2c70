package io.keyweave.agent.patch.mongodb;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.CallLogin;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code SaslAuthenticator.authenticate}: SCRAM-SHA-1, SCRAM-SHA-256 and PLAIN of the synchronous driver, each on the thread that opens the
 * connection. A server keeps the connection when it refuses, so the second login follows on the same one. The driver begins SCRAM in its first
 * message, without the password but with the user name: an exchange that was begun is finished once, and dropped for a second login or another
 * user. The reactive driver's {@code authenticateAsync} runs on I/O threads and is left alone.
 */
final class MongoSaslPatch implements Patch {

    private static final String REFUSED = "com.mongodb.MongoSecurityException";
    private static final int AUTHENTICATION_FAILED = 18;

    /** Atlas has one code for many errors. */
    private static final int ATLAS = 8000;

    private static final String ATLAS_REFUSED = "bad auth";
    private static final int MAX_CAUSES = 10;

    /** The other mechanisms need no password or make one from something else. */
    private static final Set<String> MECHANISMS = Set.of("SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN");

    @Override
    public String className() {
        return "com.mongodb.internal.connection.SaslAuthenticator";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("authenticate", null, new LoginInterceptor(MongoSaslPatch::read)));
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        Object authenticator = Objects.requireNonNull(call.self());
        Object description = call.arguments()[1];
        Object cached = Reflected.field(authenticator, "credential").get(authenticator);
        Object credential = cached == null ? null : Reflected.get(cached, "getCredential");
        if (credential == null
                || description == null
                || !MECHANISMS.contains(Reflected.text(authenticator, "getMechanismName"))
                || !(Reflected.get(credential, "getPassword") instanceof char[] password)) {
            return null;
        }
        Object address = Objects.requireNonNull(Reflected.get(description, "getServerAddress"));
        LoginTarget target = LoginTarget.of(
                "mongodb://" + address + "/" + Reflected.text(credential, "getSource"),
                "mongodb",
                String.valueOf(Reflected.text(address, "getHost")),
                LoginTarget.port(Reflected.text(address, "getPort"), "mongodb"));
        return new Authentication(
                call, target, credential, Reflected.text(credential, "getUserName"), new String(password));
    }

    private static final class Authentication extends CallLogin {

        private final Object given;
        private boolean exchangeUsed;

        Authentication(Call call, LoginTarget target, Object given, @Nullable String user, String password) {
            super(call, target, user, List.of(password));
            this.given = given;
        }

        /** {@code authenticate} returns nothing. */
        @Override
        public Object asGiven() throws Throwable {
            begin(user());
            call.proceed();
            return Boolean.TRUE;
        }

        @Override
        public Object with(Credential credential) throws Throwable {
            begin(credential.user());
            MongoCredentialPatch.instead(given, credential, call::proceed);
            return Boolean.TRUE;
        }

        private void begin(@Nullable String name) throws ReflectiveOperationException {
            if (exchangeUsed || !Objects.equals(name, user())) {
                forget("speculativeSaslClient");
                forget("speculativeAuthenticateResponse");
            }
            exchangeUsed = true;
        }

        private void forget(String field) throws ReflectiveOperationException {
            Object authenticator = Objects.requireNonNull(call.self());
            try {
                Reflected.field(authenticator, field).set(authenticator, null);
            } catch (NoSuchFieldException isPlain) {
                // It has nothing begun.
            }
        }

        @Override
        public boolean refused(Throwable failure) {
            if (!failure.getClass().getName().equals(REFUSED)) {
                return false;
            }
            Throwable cause = failure.getCause();
            for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
                if (cause.getClass().getName().equals("com.mongodb.MongoCommandException")) {
                    return meansCredential(cause);
                }
            }
            return false;
        }

        private static boolean meansCredential(Throwable answer) {
            try {
                Object code = Reflected.get(answer, "getCode");
                return Integer.valueOf(AUTHENTICATION_FAILED).equals(code)
                        || Integer.valueOf(ATLAS).equals(code)
                                && String.valueOf(answer.getMessage()).contains(ATLAS_REFUSED);
            } catch (ReflectiveOperationException noCode) {
                return false;
            }
        }

        @Override
        public Throwable notAttempted(String message, @Nullable ErrorCode last) {
            try {
                return call.raise((Throwable) Class.forName(REFUSED, true, call.loader())
                        .getConstructor(given.getClass(), String.class)
                        .newInstance(given, message));
            } catch (ReflectiveOperationException e) {
                return call.raise(new IllegalStateException(message));
            }
        }
    }
}
