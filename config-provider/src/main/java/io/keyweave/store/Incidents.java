package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a vault's failures is worth a line: one when they begin, a summary a minute while they last, one when the last secret concerned has been
 * fetched again. A vault that throttles refuses some requests and answers others, for minutes: that is one incident and not one for each of
 * them, so its end is told when it has lasted for a moment. Guarded by the store's lock.
 */
final class Incidents {

    /** What has ended is forgotten after this time, and told anew when it comes back. */
    private static final long FORGOTTEN = Duration.ofMinutes(10).toNanos();

    /** What comes back before that is told again only when one secret has failed for as long as this. */
    private static final long LASTING = Duration.ofMinutes(1).toNanos();

    private static final long BETWEEN_SUMMARIES = Duration.ofMinutes(1).toNanos();

    /** A vault that throttles answers for some secrets and refuses others: that is over when none was refused for so long. */
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private static final int MOST_NAMED = 5;

    /** What of a failure is worth a line. */
    enum Telling {
        NOTHING,
        /** An incident begins. */
        BEGINNING,
        /** It lasts: what happened since the last line. */
        SUMMARY
    }

    /**
     * An incident at one of its failures.
     *
     * @param failing how many secrets fail now
     * @param failures how often one failed since the last line
     * @param period since the last line
     * @param lasting since the first failure
     * @param oldest the age of the oldest value that is served
     * @param left until the first of them is dropped; null where nothing threatens them yet
     * @param concerned the first secrets, and how many more
     */
    record FailureCount(
            Telling telling,
            int failing,
            int failures,
            Duration period,
            Duration lasting,
            Duration oldest,
            @Nullable Duration left,
            List<String> concerned) {}

    /**
     * An incident that is over.
     *
     * @param secrets how many failed at least once
     * @param lasting since the first failure
     * @param failures how often one failed
     */
    record Ended(int secrets, Duration lasting, int failures) {

        /** What one secret ends, whose attempts failed for two reasons. */
        Ended with(@Nullable Ended other) {
            return other == null
                    ? this
                    : new Ended(
                            Math.max(secrets, other.secrets),
                            lasting.compareTo(other.lasting) < 0 ? other.lasting : lasting,
                            failures + other.failures);
        }
    }

    private static final class OpenIncident {
        /** In the order in which they failed first. */
        private final Map<StoredSecret, Moment> failing = new LinkedHashMap<>();

        private Moment told;
        private Moment began;
        private boolean open;
        private int failures;
        private int failuresInAll;
        private int secrets;

        private final boolean throttled;
        /** Since when, and with which secret, none has failed any more, though that may not last. */
        private @Nullable Moment answered;

        private @Nullable StoredSecret answeredFor;

        OpenIncident(Moment now, boolean throttled) {
            this.told = now;
            this.began = now;
            this.throttled = throttled;
        }

        Ended end(Moment when) {
            open = false;
            answered = null;
            answeredFor = null;
            return new Ended(secrets, Duration.ofNanos(began.until(when)), failuresInAll);
        }
    }

    private final Map<String, OpenIncident> byCause = new HashMap<>();

    /** A refresh has failed. */
    FailureCount failed(StoredSecret secret, Failure failure, Moment now) {
        String cause = cause(secret, failure);
        OpenIncident known = byCause.get(cause);
        boolean first = known == null;
        OpenIncident incident = known == null ? new OpenIncident(now, failure.kind() == Failure.Kind.THROTTLED) : known;
        if (first) {
            byCause.put(cause, incident);
        }
        if (incident.failing.isEmpty() && !incident.open) {
            incident.began = now;
            incident.secrets = 0;
            incident.failuresInAll = 0;
            incident.failures = 0;
        }
        incident.answered = null;
        incident.answeredFor = null;
        Moment since = incident.failing.putIfAbsent(secret, now);
        if (since == null) {
            incident.secrets++;
        }
        incident.failures++;
        incident.failuresInAll++;
        long lasted = since == null ? 0 : since.until(now);
        long sinceTold = incident.told.until(now);
        Telling telling = Telling.NOTHING;
        if (incident.open) {
            telling = sinceTold >= BETWEEN_SUMMARIES ? Telling.SUMMARY : Telling.NOTHING;
        } else if (first || sinceTold >= FORGOTTEN || lasted >= LASTING) {
            telling = Telling.BEGINNING;
        }
        FailureCount report = report(telling, incident, now, sinceTold);
        if (telling != Telling.NOTHING) {
            incident.told = now;
            incident.open = true;
            incident.failures = 0;
        }
        return report;
    }

    /**
     * What a service refuses for two reasons is two incidents, also where it has one code for both: {@code AccessDeniedException} of a secret, and of
     * the key that another is encrypted with. The reasons of an outage alternate, and are one.
     */
    private static String cause(StoredSecret secret, Failure failure) {
        boolean outage = failure.kind().exitCode() == Failure.Kind.UNREACHABLE.exitCode() || failure.status() == 0;
        return failure.kind() + " " + failure.code() + " " + (outage ? "" : failure.messageCode()) + " "
                + secret.ref().scheme() + ":" + secret.ref().container();
    }

    private static FailureCount report(Telling telling, OpenIncident incident, Moment now, long sinceTold) {
        long oldest = 0;
        long left = Long.MAX_VALUE;
        List<String> concerned = new ArrayList<>();
        if (telling == Telling.SUMMARY) {
            for (StoredSecret other : incident.failing.keySet()) {
                oldest = Math.max(oldest, other.age(now));
                left = Math.min(left, other.dropIn(now));
                if (concerned.size() < MOST_NAMED) {
                    concerned.add(other.ref().toString());
                }
            }
            if (incident.failing.size() > MOST_NAMED) {
                concerned.add((incident.failing.size() - MOST_NAMED) + " more");
            }
        }
        return new FailureCount(
                telling,
                incident.failing.size(),
                incident.failures,
                Duration.ofNanos(sinceTold),
                Duration.ofNanos(incident.began.until(now)),
                Duration.ofNanos(oldest),
                left == Long.MAX_VALUE ? null : Duration.ofNanos(left),
                concerned);
    }

    /** A secret was fetched again; returns what that ends, if it was told and is not to be waited for; else null. */
    @Nullable
    Ended recovered(StoredSecret secret, Moment now) {
        Ended ended = null;
        for (Iterator<OpenIncident> all = byCause.values().iterator(); all.hasNext(); ) {
            OpenIncident incident = all.next();
            if (incident.failing.remove(secret) == null) {
                continue;
            }
            incident.failing.keySet().removeIf(other -> other.readers.isEmpty());
            if (incident.failing.isEmpty()) {
                if (incident.open && incident.throttled && incident.secrets > 1) {
                    incident.answered = now;
                    incident.answeredFor = secret;
                    continue;
                }
                if (incident.open) {
                    ended = incident.end(now).with(ended);
                }
                if (incident.told.until(now) >= FORGOTTEN) {
                    all.remove();
                }
            }
        }
        return ended;
    }

    /** Tells of throttling that is over. Called every few seconds. */
    void tellEnded(Moment now, PendingNotifications news) {
        for (OpenIncident incident : byCause.values()) {
            Moment answered = incident.answered;
            StoredSecret secret = incident.answeredFor;
            if (answered != null && secret != null && answered.until(now) >= QUIET) {
                news.recovered(secret, incident.end(answered));
            }
        }
    }

    /** Nobody reads the secret any more. */
    void forget(StoredSecret secret) {
        for (OpenIncident incident : byCause.values()) {
            incident.failing.remove(secret);
        }
    }
}
