package io.keyweave.store;

import static io.keyweave.Log.Level.DEBUG;
import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of the secrets of a running JVM. */
final class StoreMessages {

    static final MessageCode ROTATED = new MessageCode(
            "KW-4001",
            INFO,
            "rotated {secret} {from} -> {to}« (read by {origins})»",
            "There is a new version, and readers see it from now on. What made a copy before is named; docs/rotation.md says when the old"
                    + " version may be deleted.");

    static final MessageCode REVOKED = new MessageCode(
            "KW-4002",
            ERROR,
            "revoked {secret} {version}« (read by {origins})»: it is absent from now on.« {cause} {remedy}»« ({details})»",
            "The secret was disabled or deleted while the application ran, or could not be refreshed for as long as is allowed. Its key is gone"
                    + " from every view until a version can be read again; the reason says what to do.");

    static final MessageCode RESTORED = new MessageCode(
            "KW-4003",
            INFO,
            "restored {secret} at {version}« (read by {origins})»",
            "A secret that was revoked can be read again.");

    static final MessageCode APPEARED = new MessageCode(
            "KW-4004",
            INFO,
            "{secret} has its first value, {version}« (read by {origins})»",
            "A secret that did not exist when the JVM started, or could not be fetched then, is there now.");

    static final MessageCode CANNOT_REFRESH = new MessageCode(
            "KW-4101",
            WARN,
            "cannot refresh {secret}« (read by {origins})»: {cause} {remedy}« ({details})» The value {version}, {age} old, is served"
                    + "« for up to {servedFor} more, until {servedUntil}; next attempt in {nextTry}.»"
                    + "« until a second check in {confirmIn} says the same.» {failing} of {secrets} secrets of {vault} fail so far.",
            "A refresh failed and the old value is served on: the application works until the time named. The reason is looked up by the code in"
                    + " brackets. While it lasts, KW-4102 counts once a minute.");

    static final MessageCode STILL_FAILING = new MessageCode(
            "KW-4102",
            WARN,
            "still cannot refresh {failing} of {secrets} secrets of {vault}, {failures} failures in the last {period}, {lasting} after the first:"
                    + " {cause} {remedy}« ({details})» The oldest value is {age} old"
                    + "«; the first is gone in {servedFor}, at {servedUntil}». Next attempt in {nextTry}. Concerned: {concerned}.",
            "What KW-4101 began lasts. Whoever is on call has until the time named; from then on the key is absent (KW-4002).");

    static final MessageCode RECOVERED = new MessageCode(
            "KW-4103",
            INFO,
            "{service} answers again: {secret} is fresh. {concerned} could not be refreshed, for {lasting} in all, with {failures}.",
            "The outage of KW-4101 is over. Nothing to do.");

    static final MessageCode TOO_OLD = new MessageCode(
            "KW-4104",
            ERROR,
            "The value is {age} old and could not be refreshed for as long as is allowed. {cause}",
            "An outage outlasted `max-stale`, or a refusal outlasted an hour. The rest is the reason the last attempt gave. If the application may"
                    + " go on with an older value, raise `max-stale`.");

    static final MessageCode EXPIRES = new MessageCode(
            "KW-4201",
            WARN,
            "{secret} {version} expires in {left}«, {soon}», at {expires}« (read by {origins})»: {then} {remedy}",
            "Key Vault returns expired secrets, and so does Keyweave unless `fail-on-expired` is set. Add a new version with a later date. Told"
                    + " once a day, from 30 days before.");

    static final MessageCode EXPIRED = new MessageCode(
            "KW-4202",
            WARN,
            "{secret} {version} expired {ago} ago, at {expires}« (read by {origins})»: {then} {remedy}",
            "The same as KW-4201, after the end.");

    static final MessageCode EARLY = new MessageCode(
            "KW-4203",
            WARN,
            "{secret} {version} is meant to be used from {begins} on« (read by {origins})»: it is served all the same, because Key Vault hands it"
                    + " out. Set the version when it is due.",
            "Key Vault returns a version before its begin, and so does Keyweave. Set a version when it is due.");

    static final MessageCode EXPIRED_REFUSED = new MessageCode(
            "KW-4204", ERROR, "The version {version} expired at {expires}, and fail-on-expired is set.", "{remedy}");

    static final MessageCode LAST_KNOWN = new MessageCode(
            "KW-4301",
            ERROR,
            "LAST-KNOWN: this start goes on with values of before, because their vault does not answer: {concerned}. The oldest was confirmed {age}"
                    + " ago, at {confirmed}; without the vault it is served until {servedUntil} (max-stale). {cause} {remedy}« ({details})»",
            "`last-known` is set ([restart in an outage](restart-in-an-outage.md)). Bring the vault, or the way to it, back before the time that the"
                    + " line names.");

    static final MessageCode TOO_MANY = new MessageCode(
            "KW-4401",
            WARN,
            "{secrets} secrets at their ttl need more than {limit} requests a second: the effective ttl is about {effective} on average, {times}"
                    + " times what was asked for. Raise ttl, or keep several values in one JSON secret.",
            "The sum of all ttls would ask the vault too often; refreshes are spread over a longer time.");

    static final MessageCode WAITED = new MessageCode(
            "KW-4402",
            DEBUG,
            "no answer to every request within {timeout}",
            "A caller waited for as long as it may. Other lines say how it ended.");

    static final MessageCode LISTENER_FAILED = new MessageCode(
            "KW-4501",
            ERROR,
            "a listener to {secret} failed: {exception}",
            "A listener that the application added threw that exception. The new value is there.");

    static final MessageCode NO_ANSWER_AT_START = new MessageCode(
            "KW-1101",
            ERROR,
            "No answer from {service} within {timeout}.",
            "Check the way there (name resolution, proxy, firewall), or raise startup-timeout.");

    static final MessageCode NO_ANSWER = new MessageCode(
            "KW-4105",
            ERROR,
            "No answer from {service} within {timeout}.",
            "Check the way there: name resolution, proxy, firewall.");

    static final MessageCode STARVED = new MessageCode(
            "KW-1109",
            ERROR,
            "This process got {cpu} of CPU in {age}, which is too little to fetch its secrets within {timeout}.",
            "Give it more CPU while it starts (in Kubernetes resources.limits.cpu), or raise startup-timeout.");

    static final MessageCode OUT_OF_TIME = new MessageCode(
            "KW-1102",
            ERROR,
            "{fetched} of {wanted} secrets were fetched in {timeout}, at {latency} each; then the time for the start was over.",
            "Raise startup-timeout, keep several values in one JSON secret, or find out why the vaults answer slowly.");

    static final MessageCode CLOSED = new MessageCode(
            "KW-9105",
            ERROR,
            "The resolver is closed, and fetches nothing any more.",
            "Close it later: one resolver is kept for the life of the application.");

    private StoreMessages() {}
}
