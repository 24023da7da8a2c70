package io.keyweave.test.faults;

import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.SecretException;
import io.keyweave.SecretStatus;
import io.keyweave.azure.Rows;
import io.keyweave.test.Eventually;
import io.keyweave.time.TimeSource;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/** Carries out one fault in one situation and judges what comes of it. Throws {@link AssertionError} with all that was seen. */
final class Trial {

    /** On top of the time a start may take, for a machine that does other things as well; less than the SDK's own retries take. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    /** No condition is waited for longer. An attempt may take 10 s, and so may the one before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Back-off ends at a minute, jitter and a sane Retry-After included. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(67);

    private final FaultCase fault;
    private final Situation situation;
    private final Hosts hosts;
    private final String name;
    private final Set<String> rows;

    /** @param rows takes the rows of the table from failure to message that were shown */
    Trial(FaultCase fault, Situation situation, Hosts hosts, int number, Set<String> rows) {
        this.fault = fault;
        this.situation = situation;
        this.hosts = hosts;
        this.name = "trial-" + number;
        this.rows = rows;
    }

    void run() {
        Expected expected = fault.expected(situation);
        if (expected instanceof Expected.RevokedWhenConfirmed revoked) {
            runConfirmed(revoked);
            return;
        }
        String ttl = situation == Situation.STALE ? "1s" : "1h";
        try (Lab lab = new Lab(name, fault.place(), hosts, ttl, TimeSource.system(Trial::daemon))) {
            LiveValue value = lab.bind();
            switch (situation) {
                case COLD -> {}
                case WARM -> lab.warmUp();
                case STALE -> lab.require(value);
            }
            fault.strike(lab);
            judge(lab, value, expected);
        }
    }

    private void judge(Lab lab, LiveValue value, Expected expected) {
        if (expected instanceof Expected.Fails fails) {
            fails(lab, value, fails);
        } else if (expected instanceof Expected.Served served) {
            served(lab, value, served);
        } else if (expected instanceof Expected.Revoked revoked) {
            revoked(lab, value, revoked);
        } else if (expected instanceof Expected.Reads reads) {
            reads(lab, value, reads);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "trial");
        thread.setDaemon(true);
        return thread;
    }

    private void fails(Lab lab, LiveValue value, Expected.Fails expected) {
        long begun = System.nanoTime();
        SecretException report = null;
        try {
            lab.require(value);
        } catch (SecretException e) {
            report = e;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        check(report != null, "it was readable");
        String text = String.valueOf(report.getMessage());
        check(took.compareTo(Lab.STARTUP_TIMEOUT.plus(SLACK)) < 0, "it took " + took + "\n" + text);
        check(report.failures().size() == 1, "one failure expected:\n" + text);
        Failure failure = report.failures().get(0);
        check(failure.kind() == expected.kind(), failure.kind() + " instead of " + expected.kind() + "\n" + text);
        check(report.exitCode() == expected.kind().exitCode(), "exit code " + report.exitCode());
        Rows.of(failure).ifPresent(rows::add);
        answered(lab, failure, text);
        OnCall.explains(failure.messageCode());
        contains(text, List.of(failure.cause(), "-> " + failure.remedy(), "(" + failure.detailsOfAll() + ")"));
        contains(text, expected.texts());
        contains(text, List.of("app/" + Lab.SECRET, Lab.ORIGIN.description(), "->"));
        check(!text.contains("VAULT/SECRET") && !text.contains("Nothing to do"), "no cure for now in:\n" + text);
        check(failure.elapsed().compareTo(took) <= 0, "elapsed " + failure.elapsed() + " of " + took);
        check(value.current() == null, "a value without a secret");
        for (Throwable cause = report; cause != null; cause = cause.getCause()) {
            lab.assertKeepsSecrets(cause.toString());
        }
        lab.assertKeepsSecrets(lab.log());
    }

    /** What support asks for: who we are, how long it took, and of an answer its status, code and request. */
    private void answered(Lab lab, Failure failure, String text) {
        String details = failure.details();
        check(!failure.cause().contains("<") && !failure.cause().contains("{"), "a gap in:\n" + text);
        if (failure.identity() != null) {
            contains(details, List.of(lab.identity(), "after "));
        }
        if (fault.status() != 0) {
            check(failure.status() == fault.status(), "status " + failure.status() + " in:\n" + text);
            check(failure.requestId() != null, "no request id in:\n" + text);
            contains(details, List.of("HTTP " + fault.status(), "request " + failure.requestId()));
            contains(details, failure.code() == null ? List.of() : List.of(failure.code()));
        }
        if (fault.status() == 403) {
            contains(
                    details,
                    List.of("object id " + lab.dev().application().principal().objectId()));
        }
    }

    private void served(Lab lab, LiveValue value, Expected.Served expected) {
        await(
                "the refresh to fail",
                lab,
                () -> lab.status().failure() != null && lab.log().contains("cannot refresh"));
        check(Lab.VALUE.equals(value.current()), "the old value is not served");
        SecretStatus status = lab.status();
        Failure failure = status.failure();
        if (failure != null) {
            check(
                    failure.kind() == expected.kind(),
                    failure.kind() + " instead of " + expected.kind() + "\n" + lab.log());
            Rows.of(failure).ifPresent(rows::add);
            answered(lab, failure, lab.log());
            contains(lab.log(), List.of(failure.cause(), failure.remedy()));
        }
        Duration next = status.nextRefresh();
        check(next == null || next.compareTo(LONGEST_PAUSE) < 0, "the next attempt is in " + next);
        contains(lab.log(), expected.texts());
        contains(
                lab.log(), List.of("app/" + Lab.SECRET, "(read by ", " old, is served for up to ", "next attempt in "));
        // What somebody on call looks for: the reason's code, how many secrets, until when, and a page that knows the
        // code.
        contains(
                lab.log(),
                List.of(
                        "WARN KW-4101 cannot refresh app/" + Lab.SECRET,
                        " 1 of 1 secrets of app fail so far. (docs/troubleshooting.md#kw-4101)"));
        OnCall.explains("KW-4101");
        if (failure != null) {
            OnCall.explains(failure.messageCode());
            contains(lab.log(), List.of(failure.messageCode() + ")"));
        }
        if (fault.status() != 0) {
            contains(lab.log(), List.of("(HTTP " + fault.status() + ", ", ", request ", ", after "));
        }
        lab.assertKeepsSecrets(lab.log());
        if (fault.heals()) {
            lab.heal();
            await("the new version", lab, () -> Lab.NEW_VALUE.equals(value.current()));
            await("the line about it", lab, () -> lab.log().contains("answers again"));
        }
    }

    private static void revoked(Lab lab, LiveValue value, Expected.Revoked expected) {
        await("the value to go", lab, () -> value.current() == null);
        gone(lab, expected.texts());
        lab.assertKeepsSecrets(lab.log());
        lab.vault().put(Lab.SECRET, Lab.NEW_VALUE);
        await("the new version", lab, () -> Lab.NEW_VALUE.equals(value.current()));
    }

    private static void reads(Lab lab, LiveValue value, Expected.Reads expected) {
        lab.require(value);
        await("the value", lab, () -> expected.value().equals(value.current()));
        long fetches = lab.status().fetches();
        if (lab.status().ttl().compareTo(Duration.ofSeconds(1)) == 0) {
            await("two more refreshes", lab, () -> lab.status().fetches() >= fetches + 2);
        }
        check(expected.value().equals(value.current()), "another value");
        for (String text : expected.texts()) {
            await("'" + text + "' in the log", lab, () -> lab.log().contains(text));
        }
        lab.assertKeepsSecrets(lab.log());
    }

    /** On a virtual clock, because nobody wants to wait for half a minute. */
    private void runConfirmed(Expected.RevokedWhenConfirmed expected) {
        VirtualTime time = new VirtualTime();
        try (Lab lab = new Lab(name, fault.place(), hosts, "60s", time)) {
            LiveValue value = lab.bind();
            lab.require(value);
            fault.strike(lab);
            time.advance(Duration.ofSeconds(67));
            check(Lab.VALUE.equals(value.current()), "one answer was enough\n" + lab.log());
            time.advance(Duration.ofSeconds(34));
            check(value.current() == null, "two answers were not enough\n" + lab.log());
            gone(lab, expected.texts());
            lab.assertKeepsSecrets(lab.log());
        }
    }

    private static void gone(Lab lab, List<String> texts) {
        contains(lab.log(), List.of("ERROR KW-4002 revoked app/" + Lab.SECRET));
        contains(lab.log(), texts);
        OnCall.explains("KW-4002");
    }

    private static void await(String what, Lab lab, Callable<Boolean> condition) {
        Eventually.holds(what, PATIENCE, lab, condition);
    }

    private static void contains(String text, List<String> parts) {
        for (String part : parts) {
            check(
                    text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)),
                    "'" + part + "' is missing in:\n" + text);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
