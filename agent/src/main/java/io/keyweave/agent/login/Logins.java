package io.keyweave.agent.login;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.served.SecretPart;
import io.keyweave.settings.ServerPattern;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with the version of a credential that is most likely to work, and once more with another if the server refuses it.
 *
 * <p>A vault and a database are never changed at the same instant. Azure's own rotation writes the vault first, AWS's the database, and
 * people do either. So for a while one of them is ahead, and the application, which read its password when it started, is behind both.
 * The rules that get through all of it:
 *
 * <ul>
 *   <li>A login begins with the version that last worked for that user: while the vault is ahead nothing fails. Where user name and
 *       password change together (two users that take turns) the new user has no such version and the login begins with the current one.
 *   <li>Refused, the login is tried once more with a version that was not just refused: the current one, else the one that last worked,
 *       else what the application passed. Unless a newer version is at hand, the secret is fetched first.
 *   <li>A refused version is not tried again for 60 s for that user at that target. If nothing else is left the login fails without asking the server,
 *       so that a pool that retries every 10 ms locks no account. Each such call looks for a new version first, within the rate limit.
 *   <li>Another version than the one passed is offered only where the secret is known to belong: at servers that took it before, that the operator
 *       lists, or that are beside it in a text of the operator's; or when the caller passed the very object that the application was given. An
 *       equal text may come from anybody, and a former value that leaked must be worth nothing. Everywhere else a login is made exactly as passed,
 *       once.
 *   <li>{@link LoginTurns}: few logins of one account are under way at a time while it is not known that they succeed.
 *   <li>A user for whom nothing has worked yet begins with what the application passed: it may be another account whose password merely
 *       equals a former value of ours. (Unless the user name is from a secret, too.)
 *   <li>Whatever is not a refusal of user name and password passes through untouched: a locked or expired account is never tried again.
 * </ul>
 *
 * <p>Rejected: replacing the password by the current one always (fails while the vault is ahead, and every retry counts against the
 * account); asking the vault before each login (a GET for each, and an outage of the vault would become one of the database); holding
 * other logins back while one tries (a host that does not answer would stop them all; so logins that are under way at the very moment the
 * password changes may each be refused once).
 *
 * <p>Thread-safe. A login within a login, a driver that wraps another, passes through: the outer one has the replacement already.
 */
public final class Logins {

    private static final int MAX_WARNINGS = 1000;

    private final ServedSecrets secrets;
    private final EventLog log;
    private final CredentialRecognition recognition;
    private final Refreshes refreshes;
    private final ThreadLocal<@Nullable Boolean> inside = new ThreadLocal<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Accounts accounts;
    private final AcceptedVersions accepted;
    private final LoginAttempt.Offers offers;

    /**
     * @param listed servers of the operator's, the setting {@code logins}
     * @param nanos the monotonic clock
     */
    public Logins(ServedSecrets secrets, List<ServerPattern> listed, LongSupplier nanos, EventLog log) {
        this(secrets, listed, nanos, log, Refreshes.onThreads());
    }

    Logins(ServedSecrets secrets, List<ServerPattern> listed, LongSupplier nanos, EventLog log, Refreshes refreshes) {
        this.secrets = secrets;
        this.log = log;
        this.refreshes = refreshes;
        this.accounts = new Accounts(nanos);
        this.accepted = new AcceptedVersions(nanos);
        this.offers = new OfferedServers(secrets, listed, accounts, log);
        this.recognition = new CredentialRecognition(
                secrets, source -> accounts.worked(source) != null, this::warn, this::warnOfShort);
    }

    /**
     * Logs in.
     *
     * @return what the driver returned; null when it declined, as a driver does for another driver's URL
     * @throws Throwable what the driver threw, or {@link Login#notAttempted}
     */
    public @Nullable Object login(Login login) throws Throwable {
        if (inside.get() != null) {
            return login.asGiven();
        }
        inside.set(Boolean.TRUE);
        try {
            LoginTarget target = login.target();
            CredentialRecognition.Recognised recognised =
                    recognition.of(target.name(), login.user(), login.passwords());
            return recognised == null
                    ? login.asGiven()
                    : new Run(login, attempt(target, recognised, login.passed())).run();
        } finally {
            inside.remove();
        }
    }

    /**
     * A login that is made on a thread which may not wait, and whose outcome comes later.
     *
     * @param passed the very objects the application passed in which the password may be
     * @return null when the password is none of ours: the login is to be made as given
     */
    public @Nullable AsyncLogin later(LoginTarget target, @Nullable String user, String password, List<String> passed) {
        CredentialRecognition.Recognised recognised = recognition.of(target.name(), user, List.of(password));
        return recognised == null ? null : new AsyncLogin(attempt(target, recognised, passed), refreshes);
    }

    /**
     * A credential that a client is about to keep, and to log in with by itself as often as it likes.
     *
     * @param refused whether the one it had was refused just now: then the vault is asked unless it has been newer
     * @param patience how long this thread may wait for the vault
     * @return null when the password is none of ours: the client is to get what was given
     */
    public @Nullable ClientManagedLogin kept(
            LoginTarget target, @Nullable String user, String password, boolean refused, Duration patience) {
        CredentialRecognition.Recognised recognised = recognition.of(target.name(), user, List.of(password));
        if (recognised == null) {
            return null;
        }
        LoginAttempt attempt = attempt(target, recognised, List.of());
        CredentialVersion first = attempt.first();
        if (first == null || refused && !attempt.newer(null)) {
            refreshes.await(attempt, patience);
            first = attempt.first();
        }
        if (first != null) {
            attempt.begins(first);
        } else if (refused) {
            log.write(attempt.rests());
        }
        return new ClientManagedLogin(attempt, first);
    }

    /** Which versions logins have succeeded with. */
    public AcceptedVersions accepted() {
        return accepted;
    }

    private LoginAttempt attempt(LoginTarget target, CredentialRecognition.Recognised recognised, List<String> passed) {
        CredentialSource source = recognised.source();
        boolean own = false;
        for (String text : passed) {
            own |= secrets.isHandedOut(source.passwordPart(), text);
        }
        return new LoginAttempt(secrets, log, target, recognised, accounts.of(source), accepted, own, offers);
    }

    /** One login whose credential is ours. */
    private static final class Run {

        private final Login login;
        private final LoginAttempt attempt;
        private @Nullable CredentialVersion tried;

        Run(Login login, LoginAttempt attempt) {
            this.login = login;
            this.attempt = attempt;
        }

        @Nullable
        Object run() throws Throwable {
            CredentialVersion first;
            Throwable refusal = null;
            boolean entered = attempt.account().turns().enter();
            try {
                first = attempt.first();
                if (first != null) {
                    return make(first);
                }
            } catch (Throwable failure) {
                if (!login.refused(failure)) {
                    throw failure;
                }
                refusal = failure;
                first = tried;
            } finally {
                attempt.account().turns().leave(entered);
            }
            if (!attempt.newer(first)) {
                attempt.refresh();
            }
            return again(first, refusal);
        }

        private @Nullable Object again(@Nullable CredentialVersion first, @Nullable Throwable refusal)
                throws Throwable {
            boolean entered = attempt.account().turns().enter();
            try {
                CredentialVersion second = attempt.next(first);
                if (second != null) {
                    return make(second);
                }
                throw refusal != null
                        ? refusal
                        : login.notAttempted(
                                attempt.resting(), attempt.account().refusal());
            } finally {
                attempt.account().turns().leave(entered);
            }
        }

        private @Nullable Object make(CredentialVersion candidate) throws Throwable {
            Object result;
            tried = candidate;
            attempt.begins(candidate);
            try {
                result = attempt.asGiven(candidate) ? login.asGiven() : login.with(candidate.credential());
            } catch (Throwable failure) {
                if (login.refused(failure)) {
                    attempt.refused(candidate, login.code(failure));
                }
                throw failure;
            }
            if (result != null) {
                attempt.succeeded(candidate);
            }
            return result;
        }
    }

    private void warnOfShort(String target, SecretPart part) {
        if (part.secret().version() == null && warned.size() < MAX_WARNINGS && warned.add("short " + part)) {
            log.write(LogEvent.of(LoginMessages.SHORT).with("target", target).with("credential", part));
        }
    }

    private void warn(List<SecretPart> parts) {
        String names = parts.stream().map(SecretPart::toString).collect(Collectors.joining(", "));
        if (warned.size() < MAX_WARNINGS && warned.add(names)) {
            log.write(LogEvent.of(LoginMessages.AMBIGUOUS).with("names", names));
        }
    }
}
