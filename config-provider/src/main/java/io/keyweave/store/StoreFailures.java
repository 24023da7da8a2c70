package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failures that the store itself finds. */
final class StoreFailures {

    private StoreFailures() {}

    /** At a start: the time is the operator's own setting. */
    static Failure noAnswerAtStart(SecretRef ref, String service, Duration timeout) {
        return noAnswer(
                ref,
                service,
                timeout,
                "Check the way there (name resolution, proxy, firewall), or raise startup-timeout.");
    }

    /** At a start: the vault answers, but not all of it in time. */
    static Failure outOfTime(SecretRef ref, Duration timeout, int fetched, int wanted, Duration latency) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                ref,
                fetched + " of " + wanted + " secrets were fetched in " + DurationText.roughly(timeout) + ", at "
                        + DurationText.roughly(latency) + " each; then the time for the start was over.",
                "Raise startup-timeout, keep several values in one JSON secret, or find out why the vaults answer slowly.",
                0,
                null,
                null,
                null,
                timeout,
                null);
    }

    /** At a start: whoever did not answer was hardly asked. What the attempt itself found stays behind it. */
    static Failure starved(SecretRef ref, Duration timeout, ProcessorTime time, @Nullable Failure found) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                ref,
                "This process got " + time.used().toMillis() + " ms of CPU in " + DurationText.roughly(time.age())
                        + ", which is too little to fetch its secrets within " + DurationText.roughly(timeout) + "."
                        + (found == null ? "" : " The last attempt found: " + found.cause()),
                "Give it more CPU while it starts (in Kubernetes resources.limits.cpu), or raise startup-timeout.",
                0,
                null,
                null,
                null,
                timeout,
                null);
    }

    static Failure noAnswer(SecretRef ref, String service, Duration timeout) {
        return noAnswer(ref, service, timeout, "Check the way there: name resolution, proxy, firewall.");
    }

    private static Failure noAnswer(SecretRef ref, String service, Duration timeout, String remedy) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                ref,
                "No answer from " + service + " within " + DurationText.roughly(timeout) + ".",
                remedy,
                0,
                null,
                null,
                null,
                timeout,
                null);
    }

    static Failure expired(SecretRef ref, Secret secret) {
        return Failure.local(
                Failure.Kind.EXPIRED,
                ref,
                "The version " + StoreLog.brief(secret.version()) + " expired at " + secret.expires()
                        + ", and fail-on-expired is set.",
                prolong(secret));
    }

    /** What to do about a secret that ends. */
    static String prolong(Secret secret) {
        return secret.isCertificate()
                ? "Renew the certificate in the vault: its secret follows."
                : "Set a new version with a later expiry date.";
    }

    static Failure tooOld(Failure last, SecretRef ref, Duration age) {
        return new Failure(
                last.kind(),
                ref,
                "The value is " + DurationText.roughly(age)
                        + " old and could not be refreshed for as long as is allowed. " + last.cause(),
                last.remedy(),
                last.status(),
                last.code(),
                last.requestId(),
                last.identity(),
                last.elapsed(),
                last.retryAfter());
    }
}
