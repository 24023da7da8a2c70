package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Secret;
import io.keyweave.store.LastKnownValues.LastKnown;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that one start goes on with although their vault did not answer, and the line that says so. A refusal is an answer: no value of before
 * stands against it.
 */
final class LastKnownStart {

    private static final int MOST_NAMES = 10;

    private final Rules rules;
    private final Map<StoredSecret, Failure> left;
    private final Map<StoredSecret, LastKnown> found = new IdentityHashMap<>();
    private final List<String> names = new ArrayList<>();
    private Instant oldest = Instant.MAX;
    private @Nullable Failure cause;

    /** Reads the values, without the store's lock. */
    LastKnownStart(Rules rules, LastKnownValues values, Map<StoredSecret, Failure> failures) {
        this.rules = rules;
        this.left = new IdentityHashMap<>(failures);
        for (Map.Entry<StoredSecret, Failure> entry : failures.entrySet()) {
            LastKnown value =
                    unanswered(entry.getValue()) ? values.find(entry.getKey().ref()) : null;
            if (value != null) {
                found.put(entry.getKey(), value);
            }
        }
    }

    private static boolean unanswered(Failure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, THROTTLED, SERVICE_ERROR, INVALID_RESPONSE -> true;
            case MALFORMED, NOT_ALLOWED, MISSING, DISABLED, EXPIRED, REFUSED, IDENTITY -> false;
        };
    }

    /** Whether the vault itself has said no; a first 404 is not believed while a value is held. */
    static boolean withdraws(Failure failure, View after) {
        return switch (failure.kind()) {
            case DISABLED, EXPIRED, REFUSED -> true;
            case MISSING -> after.secret() == null;
            case MALFORMED, NOT_ALLOWED, IDENTITY, UNREACHABLE, THROTTLED, SERVICE_ERROR, INVALID_RESPONSE -> false;
        };
    }

    /** Under the store's lock. Who has got a value meanwhile keeps it. */
    void adopt(Refresher refresher, Moment now, PendingNotifications news) {
        for (Map.Entry<StoredSecret, LastKnown> entry : found.entrySet()) {
            StoredSecret secret = entry.getKey();
            LastKnown known = entry.getValue();
            Failure why = left.get(secret);
            long age = now.wallNanos()
                    - known.confirmed().getEpochSecond() * 1_000_000_000L
                    - known.confirmed().getNano();
            if (why == null
                    || refusedNow(secret)
                    || expired(known.secret(), now)
                    || age >= rules.maxStale().toNanos()) {
                continue;
            }
            left.remove(secret);
            if (secret.view().secret() != null) {
                continue;
            }
            Moment confirmed = new Moment(now.nanos() - Math.max(0, age), now.wallNanos() - Math.max(0, age));
            refresher.adopt(secret, known.secret(), confirmed, why, now, news);
            names.add(secret.ref().toString());
            if (known.confirmed().isBefore(oldest)) {
                oldest = known.confirmed();
                cause = why;
            }
        }
    }

    /** An answer that came while the value was read. */
    private static boolean refusedNow(StoredSecret secret) {
        Failure last = secret.failure();
        return last != null && !unanswered(last);
    }

    private boolean expired(Secret secret, Moment now) {
        Instant expires = secret.expires();
        return rules.failOnExpired() && expires != null && expires.getEpochSecond() <= now.wallNanos() / 1_000_000_000L;
    }

    /** Those that are not available all the same. */
    Map<StoredSecret, Failure> left() {
        return left;
    }

    /** Loud, and once for a start; null when it goes on with nothing. */
    @Nullable
    LogEvent line(Instant now) {
        Failure why = cause;
        if (why == null) {
            return null;
        }
        List<String> list = new ArrayList<>(names.subList(0, Math.min(names.size(), MOST_NAMES)));
        if (names.size() > MOST_NAMES) {
            list.add((names.size() - MOST_NAMES) + " more");
        }
        return LogEvent.of(StoreMessages.LAST_KNOWN)
                .with("concerned", list)
                .with("age", Duration.between(oldest, now))
                .with("confirmed", oldest.truncatedTo(ChronoUnit.SECONDS))
                .with("servedUntil", oldest.plus(rules.maxStale()).truncatedTo(ChronoUnit.SECONDS))
                .because(why);
    }
}
