package io.keyweave.agent.patch.kafka;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.PatchMessages;
import io.keyweave.agent.patch.Reflected;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code SaslClientAuthenticator} of Kafka's clients, one for each connection and each
 * <a href="https://kafka.apache.org/documentation/#brokerconfigs_connections.max.reauth.ms">re-authentication</a>. Its SASL client is made with
 * the password that the JAAS login read when the Kafka client was made, so a Kafka client that lives on keeps the old one forever. Here the
 * version that works is chosen for each authenticator, and {@link SaslCallbackPatch} hands it out.
 *
 * <p>All of it runs on the client's one I/O thread, where nothing may wait, and the broker hangs up after a refusal: there is no second login on
 * the same connection. To the application a refusal is an {@code AuthenticationException} that ends a {@code send} or {@code poll} at once, while
 * a connection that breaks is just made again. So the first refusal of a version of ours is told as a broken connection: the client comes back
 * after {@code reconnect.backoff.ms}, with another version if the vault has one by then. It breaks again while the vault is being asked.
 *
 * <p>If that has nothing new the broker is not asked either. A credential that has worked in this JVM is then taken to be amidst a rotation that
 * began at the broker, and connections go on breaking for five minutes (as long as Kafka Streams lets a task be without progress): the exception is
 * final to a consumer of the new group protocol, a transactional producer, a thread of Kafka Streams and a listener container of Spring, and none of
 * them could be fixed afterwards. A credential that never worked is wrong, and the application gets its exception.
 */
public final class SaslAuthenticatorPatch implements Patch {

    private static final Map<Object, SaslLogin> LOGINS = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public String className() {
        return "org.apache.kafka.common.security.authenticator.SaslClientAuthenticator";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("createSaslClient", "()Ljavax/security/sasl/SaslClient;", SaslAuthenticatorPatch::create),
                new Hook("authenticate", "()V", SaslAuthenticatorPatch::authenticate));
    }

    /** Called by the constructor. PLAIN asks for the password here, SCRAM later. */
    private static @Nullable Object @Nullable [] create(Call call) throws Throwable {
        Object authenticator = Objects.requireNonNull(call.self());
        SaslLogin login = SaslLogin.of(authenticator);
        if (login == null) {
            return null;
        }
        LOGINS.put(authenticator, login);
        return new @Nullable Object[] {login.during(call)};
    }

    /** Called again and again until the authentication is complete. */
    private static @Nullable Object @Nullable [] authenticate(Call call) throws Throwable {
        Object authenticator = Objects.requireNonNull(call.self());
        SaslLogin login = LOGINS.get(authenticator);
        if (login == null) {
            return null;
        }
        if (login.rests()) {
            LOGINS.remove(authenticator);
            throw call.raise(
                    login.mayGoOn()
                            ? new IOException(PatchMessages.coded(
                                    PatchMessages.WAITS_FOR_VERSION, PatchMessages.WAITS_FOR_VERSION.text()))
                            : login.notAttempted(call.loader()));
        }
        try {
            login.during(call);
        } catch (Throwable failure) {
            LOGINS.remove(authenticator);
            if (login.wantsAnotherConnection(failure)) {
                throw call.raise(new IOException(
                        PatchMessages.coded(PatchMessages.ANOTHER_CONNECTION, PatchMessages.ANOTHER_CONNECTION.text()),
                        failure));
            }
            throw failure;
        }
        if (Boolean.TRUE.equals(Reflected.get(authenticator, "complete"))) {
            LOGINS.remove(authenticator);
            login.succeeded();
        }
        return new @Nullable Object[] {null};
    }
}
