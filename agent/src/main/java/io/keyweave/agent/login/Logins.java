package io.keyweave.agent.login;

import io.keyweave.Log;
import io.keyweave.served.SecretPart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 *   <li>A refused version rests for 60 s for that user at that target. If nothing else is left the login fails without asking the server,
 *       so that a pool that retries every 10 ms locks no account. Each such call looks for a new version first, within the rate limit.
 *   <li>At most four logins of one account are under way at a time, as long as they are quick: so many may be refused before the first
 *       refusal is known. A login waits a quarter of a second for its turn, not longer.
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

    private static final int MAX_ACCOUNTS = 1000;

    private final ServedSecrets secrets;
    private final LongSupplier nanos;
    private final Log log;
    private final Sources sources;
    private final Refreshes refreshes = new Refreshes();
    private final ThreadLocal<@Nullable Boolean> inside = new ThreadLocal<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Map<Source, LoginHistory> accounts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, LoginHistory> eldest) {
            return size() > MAX_ACCOUNTS;
        }
    };

    /** @param nanos the monotonic clock */
    public Logins(ServedSecrets secrets, LongSupplier nanos, Log log) {
        this.secrets = secrets;
        this.nanos = nanos;
        this.log = log;
        this.sources = new Sources(secrets, source -> worked(source) != null, this::warn);
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
            String target = login.target();
            Sources.Recognised recognised = sources.of(target, login.user(), login.passwords());
            return recognised == null ? login.asGiven() : new Run(login, trial(target, recognised)).run();
        } finally {
            inside.remove();
        }
    }

    /**
     * A login that is made on a thread which may not wait, and whose outcome comes later.
     *
     * @return null when the password is none of ours: the login is to be made as given
     */
    public @Nullable AsyncLogin later(String target, @Nullable String user, String password) {
        Sources.Recognised recognised = sources.of(target, user, List.of(password));
        return recognised == null ? null : new AsyncLogin(trial(target, recognised), refreshes);
    }

    /**
     * A credential that a client is about to keep, and to log in with by itself as often as it likes.
     *
     * @param refused whether the one it had was refused just now: then the vault is asked unless it has been newer
     * @param patience how long this thread may wait for the vault
     * @return null when the password is none of ours: the client is to get what was given
     */
    public @Nullable ClientManagedLogin kept(
            String target, @Nullable String user, String password, boolean refused, Duration patience) {
        Sources.Recognised recognised = sources.of(target, user, List.of(password));
        if (recognised == null) {
            return null;
        }
        LoginAttempt trial = trial(target, recognised);
        Candidate first = trial.first();
        if (first == null || refused && !trial.newer(null)) {
            refreshes.await(trial, patience);
            first = trial.first();
        }
        if (first != null) {
            trial.begins(first);
        } else if (refused) {
            log.log(Log.Level.WARN, trial.resting());
        }
        return new ClientManagedLogin(trial, first);
    }

    private LoginAttempt trial(String target, Sources.Recognised recognised) {
        Source source = recognised.source();
        return new LoginAttempt(secrets, log, target, recognised, account(source), () -> workedSomewhere(source));
    }

    /** One login whose credential is ours. */
    private static final class Run {

        private final Login login;
        private final LoginAttempt trial;
        private @Nullable Candidate tried;

        Run(Login login, LoginAttempt trial) {
            this.login = login;
            this.trial = trial;
        }

        @Nullable
        Object run() throws Throwable {
            Candidate first;
            Throwable refusal = null;
            boolean entered = trial.account().enter();
            try {
                first = trial.first();
                if (first != null) {
                    return attempt(first);
                }
            } catch (Throwable failure) {
                if (!login.refused(failure)) {
                    throw failure;
                }
                refusal = failure;
                first = tried;
            } finally {
                trial.account().leave(entered);
            }
            if (!trial.newer(first)) {
                trial.refresh();
            }
            return again(first, refusal);
        }

        private @Nullable Object again(@Nullable Candidate first, @Nullable Throwable refusal) throws Throwable {
            boolean entered = trial.account().enter();
            try {
                Candidate second = trial.next(first);
                if (second != null) {
                    return attempt(second);
                }
                throw refusal != null
                        ? refusal
                        : login.notAttempted(trial.resting(), trial.account().refusal());
            } finally {
                trial.account().leave(entered);
            }
        }

        private @Nullable Object attempt(Candidate candidate) throws Throwable {
            Object result;
            tried = candidate;
            trial.begins(candidate);
            try {
                result = trial.asGiven(candidate) ? login.asGiven() : login.with(candidate.credential());
            } catch (Throwable failure) {
                if (login.refused(failure)) {
                    trial.refused(candidate, login.code(failure));
                }
                throw failure;
            }
            if (result != null) {
                trial.succeeded(candidate);
            }
            return result;
        }
    }

    private LoginHistory account(Source source) {
        synchronized (accounts) {
            return accounts.computeIfAbsent(source, s -> new LoginHistory(nanos));
        }
    }

    private @Nullable Candidate worked(Source source) {
        LoginHistory account;
        synchronized (accounts) {
            account = accounts.get(source);
        }
        return account == null ? null : account.worked();
    }

    /** A cluster's servers are many targets with one account. */
    private boolean workedSomewhere(Source source) {
        synchronized (accounts) {
            for (Map.Entry<Source, LoginHistory> known : accounts.entrySet()) {
                if (known.getKey().sameCredential(source) && known.getValue().worked() != null) {
                    return true;
                }
            }
            return false;
        }
    }

    private void warn(List<SecretPart> parts) {
        String names = parts.stream().map(SecretPart::toString).collect(Collectors.joining(", "));
        if (warned.size() < MAX_ACCOUNTS && warned.add(names)) {
            log.log(
                    Log.Level.WARN,
                    "one password stands in " + names
                            + ", whose current values differ: logins with it stay as the application"
                            + " makes them. Give each account a password of its own.");
        }
    }
}
