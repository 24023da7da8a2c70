package io.keyweave.agent.login;

import io.keyweave.Log;
import io.keyweave.store.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final ThreadLocal<@Nullable Boolean> inside = new ThreadLocal<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Map<Source, Account> accounts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Account> eldest) {
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
            Sources.Recognised recognised = sources.of(login);
            return recognised == null ? login.asGiven() : new Run(login, recognised).run();
        } finally {
            inside.remove();
        }
    }

    /** One login whose credential is ours. */
    private final class Run {

        private final Login login;
        private final Source source;
        private final Candidate given;
        private final boolean literal;
        private final Account account;
        private @Nullable Candidate tried;

        Run(Login login, Sources.Recognised recognised) {
            this.login = login;
            this.source = recognised.source();
            this.given = recognised.given();
            this.literal = recognised.literal();
            this.account = account(source);
        }

        @Nullable
        Object run() throws Throwable {
            Candidate first;
            Throwable refusal = null;
            boolean alone = account.enter();
            try {
                first = choose(null, beginning());
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
                account.leave(alone);
            }
            if (newer(first) == null) {
                secrets.refresh(source.secrets());
            }
            return again(first, refusal);
        }

        private @Nullable Object again(@Nullable Candidate first, @Nullable Throwable refusal) throws Throwable {
            boolean alone = account.enter();
            try {
                Candidate second = choose(first, remaining());
                if (second != null) {
                    return attempt(second);
                }
                throw refusal != null ? refusal : resting();
            } finally {
                account.leave(alone);
            }
        }

        /** The current version if it may be tried: then the vault need not be asked. */
        private @Nullable Candidate newer(@Nullable Candidate first) {
            Candidate current = source.current(secrets);
            return current == null ? null : choose(first, List.of(current));
        }

        private @Nullable Object attempt(Candidate candidate) throws Throwable {
            Object result;
            tried = candidate;
            boolean same = literal && candidate.credential().equals(given.credential());
            log.log(Log.Level.DEBUG, "login at " + login.target() + " with " + describe(candidate));
            try {
                result = same ? login.asGiven() : login.with(candidate.credential());
            } catch (Throwable failure) {
                if (login.refused(failure)) {
                    account.refused(candidate, failure);
                    log.log(
                            Log.Level.WARN,
                            login.target() + " refused " + describe(candidate) + ": it is not tried again for 60 s");
                }
                throw failure;
            }
            if (result != null) {
                succeeded(account.worked(), candidate);
            }
            return result;
        }

        private void succeeded(@Nullable Candidate before, Candidate now) {
            account.succeeded(now);
            if (before == null) {
                secrets.keep(source.secrets(), account);
            } else if (!before.version().equals(now.version())) {
                log.log(Log.Level.INFO, "logins at " + login.target() + " go on with " + describe(now));
            }
        }

        private List<Candidate> beginning() {
            Candidate current = source.current(secrets);
            if (current == null) {
                account.forget();
                return List.of(given);
            }
            Candidate worked = account.worked();
            if (worked == null) {
                return source.userPart() == null ? List.of(given, current) : List.of(current, given);
            }
            boolean newUser = source.pair()
                    && !Objects.equals(
                            worked.credential().user(), current.credential().user());
            return newUser ? List.of(current, worked, given) : List.of(worked, current, given);
        }

        private List<Candidate> remaining() {
            Candidate current = source.current(secrets);
            Candidate worked = account.worked();
            List<Candidate> all = new ArrayList<>(3);
            if (current != null) {
                all.add(current);
                if (worked != null) {
                    all.add(worked);
                }
            }
            all.add(given);
            return all;
        }

        private @Nullable Candidate choose(@Nullable Candidate tried, List<Candidate> candidates) {
            for (Candidate candidate : candidates) {
                boolean again = tried != null && tried.version().equals(candidate.version());
                if (!again && !account.rests(candidate)) {
                    return candidate;
                }
            }
            return null;
        }

        private Throwable resting() {
            return login.notAttempted(
                    "Keyweave: " + login.target() + " refused " + describe(given)
                            + " less than 60 s ago, and the vault has no other version. The login is not attempted, so that the"
                            + " account is not locked. Put the database's password into the vault, or the vault's into the"
                            + " database.",
                    account.refusal());
        }

        private String describe(Candidate candidate) {
            return source.passwordPart() + " version " + candidate.version();
        }
    }

    private Account account(Source source) {
        synchronized (accounts) {
            return accounts.computeIfAbsent(source, s -> new Account(nanos));
        }
    }

    private @Nullable Candidate worked(Source source) {
        Account account;
        synchronized (accounts) {
            account = accounts.get(source);
        }
        return account == null ? null : account.worked();
    }

    private void warn(List<Part> parts) {
        String names = parts.stream().map(Part::toString).collect(Collectors.joining(", "));
        if (warned.size() < MAX_ACCOUNTS && warned.add(names)) {
            log.log(
                    Log.Level.WARN,
                    "one password stands in " + names
                            + ", whose current values differ: logins with it stay as the application"
                            + " makes them. Give each account a password of its own.");
        }
    }
}
