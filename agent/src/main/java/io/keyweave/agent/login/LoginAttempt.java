package io.keyweave.agent.login;

import io.keyweave.Log;
import io.keyweave.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The versions that one login may be made with, in which order, and what came of them: the rules of {@link Logins}. Belongs to that login. */
final class LoginAttempt {

    private final ServedSecrets secrets;
    private final Log log;
    private final String target;
    private final Source source;
    private final Candidate given;
    private final boolean literal;
    private final LoginHistory account;
    private final BooleanSupplier workedSomewhere;

    /** @param workedSomewhere whether a login with this credential has succeeded at this target or another */
    LoginAttempt(
            ServedSecrets secrets,
            Log log,
            String target,
            Sources.Recognised recognised,
            LoginHistory account,
            BooleanSupplier workedSomewhere) {
        this.secrets = secrets;
        this.log = log;
        this.target = target;
        this.source = recognised.source();
        this.given = recognised.given();
        this.literal = recognised.literal();
        this.account = account;
        this.workedSomewhere = workedSomewhere;
    }

    LoginHistory account() {
        return account;
    }

    Set<SecretRef> secrets() {
        return source.secrets();
    }

    /** What to begin with; null when every version rests. */
    @Nullable
    Candidate first() {
        return choose(null, beginning());
    }

    /** What to go on with; null when every version but the one tried rests. */
    @Nullable
    Candidate next(@Nullable Candidate tried) {
        return choose(tried, remaining());
    }

    /** Whether the current version may be tried: then the vault need not be asked. */
    boolean newer(@Nullable Candidate tried) {
        Candidate current = source.current(secrets);
        return current != null && choose(tried, List.of(current)) != null;
    }

    /** Asks the vault, within its rate limit. Waits. */
    void refresh() {
        secrets.refresh(source.secrets());
    }

    /** Whether a login with that version is just the login that the application asked for. */
    boolean asGiven(Candidate candidate) {
        return literal && candidate.credential().equals(given.credential());
    }

    void begins(Candidate candidate) {
        log.log(Log.Level.DEBUG, "login at " + target + " with " + describe(candidate));
    }

    /** @param how what the server said, if that is an error code */
    void refused(Candidate candidate, @Nullable ErrorCode how) {
        account.refused(candidate, how);
        log.log(Log.Level.WARN, target + " refused " + describe(candidate) + ": it is not tried again for 60 s");
    }

    void succeeded(Candidate now) {
        Candidate before = account.worked();
        account.succeeded(now);
        if (before == null) {
            secrets.keep(source.secrets(), account);
        } else if (!before.version().equals(now.version())) {
            log.log(Log.Level.INFO, "logins at " + target + " go on with " + describe(now));
        }
    }

    /**
     * Whether this looks like a rotation whose second half is still to come: the credential has worked, and its refusals began less than five
     * minutes ago. Says so once for each refusal.
     */
    boolean amidRotation() {
        if (!account.inGap() || !workedSomewhere.getAsBoolean()) {
            return false;
        }
        if (account.tell()) {
            log.log(
                    Log.Level.WARN,
                    target + " refuses what it took before, and the vault has no other version of "
                            + source.passwordPart()
                            + ": the client is made to wait, five minutes at most. Put the server's password into the"
                            + " vault, or the vault's into the server.");
        }
        return true;
    }

    /** Why the server is not asked, when every version rests. */
    String resting() {
        return "Keyweave: " + target + " refused " + describe(given)
                + " less than 60 s ago, and the vault has no other version. The login is not attempted, so that the"
                + " account is not locked. Put the server's password into the vault, or the vault's into the"
                + " server.";
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

    private String describe(Candidate candidate) {
        return source.passwordPart() + " version " + candidate.version();
    }
}
