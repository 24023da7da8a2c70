package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.Secret;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The store's lines, for the person on call: one per change, one per outage and cause instead of one per attempt. Versions yes,
 * values never.
 */
final class StoreLog {

    private final Log log;
    private final Rules rules;
    private final Fetcher fetcher;

    StoreLog(Log log, Rules rules, Fetcher fetcher) {
        this.fetcher = fetcher;
        this.log = log;
        this.rules = rules;
    }

    void changed(SecretChange change, @Nullable Failure why, String readers) {
        String readBy = readBy(readers);
        switch (change.kind()) {
            case ROTATED ->
                log.log(
                        Log.Level.INFO,
                        "rotated " + change.ref() + " " + brief(change.oldVersion()) + " -> "
                                + brief(change.newVersion()) + readBy);
            case RESTORED ->
                log.log(Log.Level.INFO, "restored " + change.ref() + " at " + brief(change.newVersion()) + readBy);
            case REVOKED ->
                log.log(
                        Log.Level.ERROR,
                        "revoked " + change.ref() + " " + brief(change.oldVersion()) + readBy
                                + ": it is absent from now on. "
                                + (why == null ? "" : why.cause() + " " + why.remedy()));
        }
    }

    /** @param first whether this begins an incident or reminds of one; the other failures of it are for {@code log=debug} */
    void stale(
            StoredSecret secret,
            boolean first,
            Failure failure,
            Duration age,
            Duration next,
            Duration left,
            String readers) {
        String details = failure.details();
        boolean unconfirmed = failure.kind().effect() == Failure.Effect.REVOKE_WHEN_CONFIRMED;
        log.log(
                first ? Log.Level.WARN : Log.Level.DEBUG,
                "cannot refresh " + secret.ref() + readBy(readers) + ": " + failure.cause() + " " + failure.remedy()
                        + (details.isEmpty() ? "" : " (" + details + ")") + " The value "
                        + brief(secret.view().version()) + ", " + DurationText.roughly(age) + " old, is served "
                        + (unconfirmed
                                ? "until a second check in " + DurationText.roughly(next) + " says the same."
                                : "for up to " + DurationText.roughly(left) + " more; next attempt in "
                                        + DurationText.roughly(next) + "."));
    }

    /** @param line null when no secret is served as it was last known */
    void lastKnown(@Nullable String line) {
        if (line != null) {
            log.log(Log.Level.ERROR, line);
        }
    }

    void recovered(StoredSecret secret) {
        log.log(Log.Level.INFO, fetcher.service(secret.ref()) + " answers again: " + secret.ref() + " is fresh");
    }

    void expires(SecretRef ref, Secret secret, Duration left, String readers) {
        String when = left.isNegative()
                ? "expired " + DurationText.roughly(left.negated()) + " ago"
                : "expires in " + DurationText.roughly(left)
                        + (left.compareTo(Rules.EXPIRY_SOON) < 0 ? ", very soon" : "");
        log.log(
                Log.Level.WARN,
                ref + " " + brief(secret.version()) + " " + when + ", at " + secret.expires() + readBy(readers)
                        + (rules.failOnExpired()
                                ? ": then it is refused (fail-on-expired)."
                                : ": it is served all the same.")
                        + " " + StoreFailures.prolong(secret));
    }

    void early(SecretRef ref, Secret secret, Instant begins, String readers) {
        log.log(
                Log.Level.WARN,
                ref + " " + brief(secret.version()) + " is meant to be used from " + begins + " on" + readBy(readers)
                        + ": it is served all the same, because Key Vault hands it out. Set the version when it is due.");
    }

    void slower(String warning) {
        log.log(Log.Level.WARN, warning);
    }

    void waited(Duration timeout) {
        log.log(Log.Level.DEBUG, "no answer to every request within " + DurationText.roughly(timeout));
    }

    void listenerFailed(SecretChange change, Throwable e) {
        log.log(
                Log.Level.ERROR,
                "a listener to " + change.ref() + " failed: " + e.getClass().getName());
    }

    private static String readBy(String readers) {
        return readers.isEmpty() ? "" : " (read by " + readers + ")";
    }

    /** The first four digits, enough to tell versions apart. */
    static String brief(@Nullable String version) {
        return version == null ? "nothing" : version.length() <= 12 ? version : version.substring(0, 4) + "..";
    }
}
