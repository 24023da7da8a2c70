package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.MessageCode;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The failures that the store itself finds. */
final class StoreFailures {

    private StoreFailures() {}

    /** At a start: the time is the operator's own setting. */
    static Failure noAnswerAtStart(SecretRef ref, String service, Duration timeout) {
        return unreachable(StoreMessages.NO_ANSWER_AT_START, ref, timeout, "service", service);
    }

    /** At a start: the vault answers, but not all of it in time. */
    static Failure outOfTime(SecretRef ref, Duration timeout, int fetched, int wanted, Duration latency) {
        return unreachable(
                StoreMessages.OUT_OF_TIME,
                ref,
                timeout,
                "fetched",
                fetched,
                "wanted",
                wanted,
                "latency",
                DurationText.roughly(latency));
    }

    /** At a start: whoever did not answer was hardly asked. What the attempt itself found stays behind it. */
    static Failure starved(SecretRef ref, Duration timeout, ProcessorTime time, @Nullable Failure found) {
        Failure failure = unreachable(
                StoreMessages.STARVED,
                ref,
                timeout,
                "cpu",
                time.used().toMillis() + " ms",
                "age",
                DurationText.roughly(time.age()));
        return found == null
                ? failure
                : failure.reworded(failure.cause() + " The last attempt found: " + found.cause(), failure.remedy());
    }

    /** Waiting would not help, and the vault has nothing to do with it. */
    static Failure closed(SecretRef ref) {
        return StoreMessages.CLOSED.failure(Failure.Kind.MALFORMED, ref);
    }

    static Failure noAnswer(SecretRef ref, String service, Duration timeout) {
        return unreachable(StoreMessages.NO_ANSWER, ref, timeout, "service", service);
    }

    private static Failure unreachable(MessageCode message, SecretRef ref, Duration timeout, @Nullable Object... more) {
        @Nullable Object[] facts = Arrays.copyOf(more, more.length + 2);
        facts[more.length] = "timeout";
        facts[more.length + 1] = DurationText.roughly(timeout);
        Failure failure = message.failure(Failure.Kind.UNREACHABLE, ref, facts);
        return new Failure(
                failure.kind(),
                ref,
                failure.cause(),
                failure.remedy(),
                0,
                null,
                null,
                null,
                timeout,
                null,
                message.code(),
                1,
                timeout);
    }

    static Failure expired(SecretRef ref, Secret secret) {
        return StoreMessages.EXPIRED_REFUSED.failure(
                Failure.Kind.EXPIRED,
                ref,
                "version",
                StoreLog.brief(secret.version()),
                "expires",
                secret.expires(),
                "remedy",
                prolong(secret));
    }

    /** What to do about a secret that ends. */
    static String prolong(Secret secret) {
        return secret.isCertificate()
                ? "Renew the certificate in the vault: its secret follows."
                : "Set a new version with a later expiry date.";
    }

    static Failure tooOld(Failure last, SecretRef ref, Duration age) {
        Failure words = StoreMessages.TOO_OLD.failure(
                last.kind(), ref, "age", DurationText.roughly(age), "cause", last.cause());
        return last.reworded(words.cause(), last.remedy());
    }
}
