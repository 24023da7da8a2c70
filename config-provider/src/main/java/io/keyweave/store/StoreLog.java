package io.keyweave.store;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.MessageCode;
import io.keyweave.Secret;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store's lines, for the person on call: one per change, one per outage and cause with a summary a minute while it lasts, instead of one per
 * attempt. Versions yes, values never.
 */
final class StoreLog {

    private final EventLog log;
    private final Rules rules;
    private final Fetcher fetcher;

    StoreLog(EventLog log, Rules rules, Fetcher fetcher) {
        this.fetcher = fetcher;
        this.log = log;
        this.rules = rules;
    }

    /** @param first whether there never was a value before */
    void changed(SecretChange change, @Nullable Failure why, boolean first, List<String> readers) {
        MessageCode kind =
                switch (change.kind()) {
                    case ROTATED -> StoreMessages.ROTATED;
                    case RESTORED -> first ? StoreMessages.APPEARED : StoreMessages.RESTORED;
                    case REVOKED -> StoreMessages.REVOKED;
                };
        LogEvent event = LogEvent.of(kind).with("secret", change.ref()).with("origins", readers);
        switch (change.kind()) {
            case ROTATED ->
                event.with("from", brief(change.oldVersion()))
                        .with("to", brief(change.newVersion()))
                        .with("version", brief(change.newVersion()));
            case RESTORED -> event.with("version", brief(change.newVersion()));
            case REVOKED -> event.with("version", brief(change.oldVersion())).because(why);
        }
        log.write(event);
    }

    /** A refresh has failed, and the value held is served on. */
    void stale(StaleValue value) {
        Incidents.FailureCount report = value.report();
        boolean summary = report.telling() == Incidents.Telling.SUMMARY;
        LogEvent event = LogEvent.of(summary ? StoreMessages.STILL_FAILING : StoreMessages.CANNOT_REFRESH)
                .at(report.telling() == Incidents.Telling.NOTHING ? Log.Level.DEBUG : Log.Level.WARN)
                .because(value.failure())
                .with("vault", value.ref().place())
                .with("failing", report.failing())
                .with("secrets", value.secrets());
        if (summary) {
            event.with("failures", report.failures())
                    .with("period", report.period())
                    .with("lasting", report.lasting())
                    .with("age", report.oldest())
                    .with("concerned", report.concerned());
            until(event, report.left(), value.now());
            event.with("nextTry", value.next());
        } else {
            event.with("secret", value.ref())
                    .with("origins", value.readers())
                    .with("version", brief(value.version()))
                    .with("age", value.age());
            if (value.failure().kind().effect() == Failure.Effect.REVOKE_WHEN_CONFIRMED) {
                event.with("confirmIn", value.next());
            } else {
                until(event, value.left(), value.now());
                event.with("nextTry", value.next());
            }
        }
        log.write(event);
    }

    private static void until(LogEvent event, @Nullable Duration left, Instant now) {
        if (left != null) {
            event.with("servedFor", left).with("servedUntil", now.plus(left).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** @param event null when no secret is served as it was last known */
    void lastKnown(@Nullable LogEvent event) {
        if (event != null) {
            log.write(event);
        }
    }

    void recovered(SecretRef ref, Incidents.Ended ended) {
        log.write(LogEvent.of(StoreMessages.RECOVERED)
                .with("service", fetcher.service(ref))
                .with("secret", ref)
                .with("concerned", new LogEvent.Count(ended.secrets(), "secret"))
                .with("lasting", ended.lasting())
                .with("failures", new LogEvent.Count(ended.failures(), "failed attempt")));
    }

    void expires(SecretRef ref, Secret secret, Duration left, List<String> readers) {
        boolean over = left.isNegative();
        log.write(LogEvent.of(over ? StoreMessages.EXPIRED : StoreMessages.EXPIRES)
                .with("secret", ref)
                .with("version", brief(secret.version()))
                .with(over ? "ago" : "left", over ? left.negated() : left)
                .with("soon", left.compareTo(Rules.EXPIRY_SOON) < 0 ? "very soon" : null)
                .with("expires", secret.expires())
                .with("origins", readers)
                .with(
                        "then",
                        rules.failOnExpired() ? "then it is refused (fail-on-expired)." : "it is served all the same.")
                .with("remedy", StoreFailures.prolong(secret)));
    }

    void early(SecretRef ref, Secret secret, Instant begins, List<String> readers) {
        log.write(LogEvent.of(StoreMessages.EARLY)
                .with("secret", ref)
                .with("version", brief(secret.version()))
                .with("begins", begins)
                .with("origins", readers));
    }

    void slower(LogEvent warning) {
        log.write(warning);
    }

    void waited(Duration timeout) {
        log.write(LogEvent.of(StoreMessages.WAITED).with("timeout", timeout));
    }

    void listenerFailed(SecretChange change, Throwable e) {
        log.write(LogEvent.of(StoreMessages.LISTENER_FAILED)
                .with("secret", change.ref())
                .with("exception", e.getClass().getName()));
    }

    /** As everywhere a version is shown to people: its first eight digits, or the word that it is. */
    static String brief(@Nullable String version) {
        return version == null ? "nothing" : version.length() <= 12 ? version : version.substring(0, 8) + "..";
    }
}
