package io.keyweave.aws;

import io.keyweave.aws.Incident.Step;
import io.keyweave.http.TransportException.Reason;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which incidents a row of {@link AwsMessages} is about: a step, and then a reason for silence, a range of statuses, a code, words, or nothing more. */
record FailurePattern(Step step, Set<Reason> reasons, int from, int to, Set<String> codes, @Nullable String words) {

    static FailurePattern at(Step step) {
        return new FailurePattern(step, Set.of(), 0, Integer.MAX_VALUE, Set.of(), null);
    }

    /** No answer, for one of these reasons. */
    FailurePattern silent(Reason first, Reason... more) {
        return new FailurePattern(step, EnumSet.of(first, more), from, to, codes, words);
    }

    /** No answer, for any reason. */
    FailurePattern silent() {
        return new FailurePattern(step, EnumSet.allOf(Reason.class), from, to, codes, words);
    }

    FailurePattern status(int first, int last) {
        return new FailurePattern(step, reasons, first, last, codes, words);
    }

    FailurePattern code(String... any) {
        return new FailurePattern(step, reasons, from, to, Set.of(any), words);
    }

    /** Only where the service's own words hold these. */
    FailurePattern says(String part) {
        return new FailurePattern(step, reasons, from, to, codes, part);
    }

    boolean fits(Incident incident) {
        return incident.step() == step
                && (reasons.isEmpty() || (incident.silence() != null && reasons.contains(incident.silence())))
                && incident.status() >= from
                && incident.status() <= to
                && (codes.isEmpty() || (incident.code() != null && codes.contains(incident.code())))
                && (words == null || incident.words().contains(words));
    }
}
