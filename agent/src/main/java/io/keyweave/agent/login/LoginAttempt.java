package io.keyweave.agent.login;

import io.keyweave.EventLog;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.SecretRef;
import io.keyweave.agent.login.LoginHistory.ServerProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions that one login may be made with, in which order, and what came of them: the rules of {@link Logins}. Belongs to that login. */
final class LoginAttempt {

    private final ServedSecrets secrets;
    private final EventLog log;
    private final LoginTarget target;
    private final CredentialSource source;
    private final CredentialVersion given;
    private final boolean literal;
    private final LoginHistory account;
    private final AcceptedVersions accepted;
    private final Offers offers;
    private final boolean own;
    private final boolean sure;
    private long began;

    /** What is known beyond this account. */
    interface Offers {
        /** Whether a login with this credential has succeeded at this target or another. */
        boolean workedSomewhere(CredentialSource source);

        /** Whether the operator has named all of the servers for that secret. */
        boolean named(CredentialSource source, LoginTarget target);

        /** Whether logins with the application's own password are made by this kind of client: an equal text proves nothing there. */
        boolean ownIsUsual(CredentialSource source, LoginTarget target);

        /** Such a login has succeeded. */
        void ownWorked(CredentialSource source, LoginTarget target);

        /** A refusal that another version might have saved. */
        void withheld(CredentialSource source, LoginTarget target, String given, String current);
    }

    /** @param own whether the caller passed the very object that the application was given */
    LoginAttempt(
            ServedSecrets secrets,
            EventLog log,
            LoginTarget target,
            CredentialRecognition.Recognised recognised,
            LoginHistory account,
            AcceptedVersions accepted,
            boolean own,
            Offers offers) {
        this.secrets = secrets;
        this.log = log;
        this.target = target;
        this.source = recognised.source();
        this.given = recognised.given();
        this.literal = recognised.literal();
        this.account = account;
        this.accepted = accepted;
        this.own = own;
        this.offers = offers;
        this.sure = own || offers.named(source, target);
    }

    LoginHistory account() {
        return account;
    }

    Set<SecretRef> secrets() {
        return source.secrets();
    }

    /** Whether this login may be made with another version than the one passed. */
    boolean mayOffer() {
        return sure
                || switch (account.proofAt(target.servers())) {
                    case OWN -> true;
                    case EQUAL -> !offers.ownIsUsual(source, target);
                    case NONE -> false;
                };
    }

    /** What to begin with; null when every version rests. */
    @Nullable
    CredentialVersion first() {
        return choose(null, this::beginning);
    }

    /** What to go on with; null when every version but the one tried rests. */
    @Nullable
    CredentialVersion next(@Nullable CredentialVersion tried) {
        return choose(tried, this::remaining);
    }

    /** Whether the current version may be tried: then the vault need not be asked. */
    boolean newer(@Nullable CredentialVersion tried) {
        CredentialVersion current = mayOffer() ? source.current(secrets) : null;
        return current != null
                && !(tried != null && tried.version().equals(current.version()))
                && account.choose(worked -> List.of(current), null, began) != null;
    }

    /** Asks the vault, within its rate limit; where it has nothing that may be tried, for the version before, too. Waits. */
    void refresh() {
        if (!mayOffer()) {
            return;
        }
        secrets.refresh(source.secrets());
        if (account.worked() == null && choose(null, this::remaining) == null && account.asksForPrevious()) {
            account.previous(source.previous(secrets));
        }
    }

    /** Whether a login with that version is just the login that the application asked for. */
    boolean asGiven(CredentialVersion candidate) {
        return literal ? candidate.credential().equals(given.credential()) : !mayOffer();
    }

    void begins(CredentialVersion candidate) {
        began = account.begin();
        log.write(LogEvent.of(LoginMessages.BEGINS)
                .with("target", target.name())
                .with("credential", describe(candidate)));
    }

    /** What is told next came of something that has only just begun. */
    void goesOn() {
        began = account.begin();
    }

    /** @param how what the server said, if that is an error code */
    void refused(CredentialVersion candidate, @Nullable ErrorCode how) {
        boolean news = account.refused(candidate, began, how);
        accepted.refused();
        log.write(LogEvent.of(LoginMessages.REFUSED)
                .at(news ? Log.Level.WARN : Log.Level.DEBUG)
                .with("target", target.name())
                .with("credential", describe(candidate)));
        CredentialVersion current = source.current(secrets);
        if (current != null && !current.version().equals(candidate.version()) && !mayOffer()) {
            offers.withheld(source, target, candidate.version(), current.version());
        }
    }

    void succeeded(CredentialVersion now) {
        CredentialVersion before = account.worked();
        account.succeeded(now, began);
        count(now);
        if (sure) {
            account.acceptedAt(target.servers(), ServerProof.OWN);
            if (own) {
                offers.ownWorked(source, target);
            }
        } else {
            // A former value may have leaked: that somebody takes it tells nothing.
            CredentialVersion current = source.current(secrets);
            if (current != null && current.version().equals(now.version())) {
                account.acceptedAt(target.servers(), ServerProof.EQUAL);
            }
        }
        CredentialVersion previous = account.previous();
        if (previous != null && previous.version().equals(now.version()) && before == null) {
            log.write(LogEvent.of(LoginMessages.PREVIOUS)
                    .with("target", target.name())
                    .with("credential", source.passwordPart())
                    .with("version", now.version()));
        }
        if (before == null) {
            secrets.keep(source.secrets(), account);
        } else if (!before.version().equals(now.version())) {
            log.write(LogEvent.of(LoginMessages.GO_ON)
                    .with("target", target.name())
                    .with("credential", describe(now)));
        }
    }

    private void count(CredentialVersion now) {
        int plus = now.version().indexOf('+');
        accepted.accepted(
                source.passwordPart().secret(),
                plus < 0 ? now.version() : now.version().substring(0, plus));
        if (plus >= 0 && source.userPart() != null) {
            accepted.accepted(source.userPart().secret(), now.version().substring(plus + 1));
        }
        CredentialVersion current = source.current(secrets);
        if (current != null && !current.version().equals(now.version())) {
            accepted.former();
        }
    }

    /**
     * Whether this looks like a rotation whose second half is still to come: the credential has worked, and its refusals began less than five
     * minutes ago. Says so once for each refusal.
     */
    boolean amidRotation() {
        if (!mayOffer() || !account.inGap() || !offers.workedSomewhere(source)) {
            return false;
        }
        if (account.tell()) {
            log.write(LogEvent.of(LoginMessages.WAITS)
                    .with("target", target.name())
                    .with("credential", source.passwordPart()));
        }
        return true;
    }

    /** Why the server is not asked, when every version rests. */
    LogEvent rests() {
        // Whoever passed the text is not told that it was a secret's.
        return mayOffer()
                ? LogEvent.of(LoginMessages.RESTS).with("target", target.name()).with("credential", describe(given))
                : LogEvent.of(LoginMessages.RESTS_UNNAMED).with("target", target.name());
    }

    /** The same for an exception. */
    String resting() {
        LogEvent event = rests();
        return "Keyweave: " + event.text() + " (" + event.code() + ")";
    }

    /** The candidates, given the current version and the one that last worked. */
    private interface Order {
        List<CredentialVersion> of(@Nullable CredentialVersion current, @Nullable CredentialVersion worked);
    }

    private List<CredentialVersion> beginning(@Nullable CredentialVersion current, @Nullable CredentialVersion worked) {
        if (current == null) {
            return List.of(given);
        }
        if (worked == null) {
            return source.userPart() == null ? List.of(given, current) : List.of(current, given);
        }
        boolean newUser = source.pair()
                && !Objects.equals(
                        worked.credential().user(), current.credential().user());
        return newUser ? List.of(current, worked, given) : List.of(worked, current, given);
    }

    private List<CredentialVersion> remaining(@Nullable CredentialVersion current, @Nullable CredentialVersion worked) {
        List<CredentialVersion> all = new ArrayList<>(3);
        if (current != null) {
            all.add(current);
            if (worked != null) {
                all.add(worked);
            }
        }
        all.add(given);
        return all;
    }

    /** That there is no candidate is said only of a version that is still the current one after all of them were looked at. */
    private @Nullable CredentialVersion choose(@Nullable CredentialVersion tried, Order order) {
        if (!mayOffer()) {
            return account.choose(worked -> List.of(given), tried, began);
        }
        CredentialVersion current = source.current(secrets);
        while (true) {
            CredentialVersion seen = current;
            if (seen == null) {
                account.forget();
            }
            CredentialVersion choice = account.choose(worked -> withPrevious(order.of(seen, worked)), tried, began);
            if (choice != null) {
                return choice;
            }
            current = source.current(secrets);
            if (current == null || seen != null && seen.version().equals(current.version())) {
                return null;
            }
        }
    }

    /** Last of all: a rotation that has reached the vault and not yet the server, in a JVM that has seen nothing else. */
    private List<CredentialVersion> withPrevious(List<CredentialVersion> candidates) {
        CredentialVersion previous = account.previous();
        if (previous == null) {
            return candidates;
        }
        List<CredentialVersion> all = new ArrayList<>(candidates);
        all.add(previous);
        return all;
    }

    private String describe(CredentialVersion candidate) {
        return source.passwordPart() + " version " + candidate.version();
    }
}
