package io.keyweave.agent.patch.http;

import io.keyweave.agent.login.ClientManagedLogin;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.Logins;
import java.lang.ref.WeakReference;
import java.net.PasswordAuthentication;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The passwords the clients hold, by the very object they were given: both keep it for as long as they log in with it, and it is what their
 * own records show when an answer comes. A new one is made for each question, for an application may return the same object to all.
 *
 * <p>A refusal counts when the client asks again on the same thread for the same target. It does so at once, and without that a redirect
 * to a host that wants a password of its own would look like a refusal by the host before it.
 */
final class IssuedCredentials {

    /** Where the caller of {@code HttpURLConnection} waits anyway. */
    static final Duration CALLER = Duration.ofSeconds(5);

    /** On threads that may be a client's only ones. */
    static final Duration BRIEFLY = Duration.ofMillis(500);

    private static final Map<PasswordAuthentication, IssuedCredentials> ALL =
            Collections.synchronizedMap(new WeakHashMap<>());
    private static final ThreadLocal<@Nullable SeenRefusal> REFUSED = new ThreadLocal<>();

    private final LoginTarget target;
    private final ClientManagedLogin login;

    /** The last refusal seen by a thread. Weak: a pool's threads live long. */
    private record SeenRefusal(WeakReference<IssuedCredentials> what, Duration patience) {}

    private IssuedCredentials(LoginTarget target, ClientManagedLogin login) {
        this.target = target;
        this.login = login;
    }

    /**
     * What to answer a client, which is about to send it.
     *
     * @param given what the application answers
     * @return null when there is nothing that was not refused lately
     */
    static @Nullable PasswordAuthentication instead(Logins logins, LoginTarget target, PasswordAuthentication given) {
        Duration patience = BRIEFLY;
        boolean refused = false;
        SeenRefusal last = REFUSED.get();
        if (last != null) {
            REFUSED.remove();
            IssuedCredentials before = last.what().get();
            if (before != null && before.target.equals(target)) {
                before.login.refused();
                refused = true;
                patience = last.patience();
            }
        }
        ClientManagedLogin login =
                logins.kept(target, given.getUserName(), new String(given.getPassword()), refused, patience);
        if (login == null) {
            return given;
        }
        Credential credential = login.credential();
        if (credential == null) {
            return null;
        }
        String user = credential.user() == null ? given.getUserName() : credential.user();
        PasswordAuthentication answer =
                new PasswordAuthentication(user, credential.password().toCharArray());
        ALL.put(answer, new IssuedCredentials(target, login));
        return answer;
    }

    static void accepted(PasswordAuthentication password) {
        IssuedCredentials one = ALL.get(password);
        if (one != null) {
            REFUSED.remove();
            one.login.accepted();
        }
    }

    /** @param patience how long this thread may wait if it asks again */
    static void refused(PasswordAuthentication password, Duration patience) {
        IssuedCredentials one = ALL.get(password);
        if (one != null) {
            REFUSED.set(new SeenRefusal(new WeakReference<>(one), patience));
        }
    }
}
