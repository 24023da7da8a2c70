package io.keyweave.azure;

import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.http.TransportException.Reason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents a row of {@link FailureMessages} is about: a stage, and then a reason for silence, a range of statuses, a code, a fact, words, or nothing
 * more.
 */
record FailurePattern(
        FailedStep stage,
        Set<Reason> reasons,
        int from,
        int to,
        Set<String> codes,
        @Nullable String fact,
        @Nullable String words) {

    static FailurePattern at(FailedStep stage) {
        return new FailurePattern(stage, Set.of(), 0, Integer.MAX_VALUE, Set.of(), null, null);
    }

    /** No answer, for one of these reasons. */
    FailurePattern silent(Reason first, Reason... more) {
        return new FailurePattern(stage, EnumSet.of(first, more), from, to, codes, fact, words);
    }

    FailurePattern status(int status) {
        return status(status, status);
    }

    FailurePattern status(int first, int last) {
        return new FailurePattern(stage, reasons, first, last, codes, fact, words);
    }

    FailurePattern code(String... any) {
        return new FailurePattern(stage, reasons, from, to, Set.of(any), fact, words);
    }

    /** Only where this fact is known. */
    FailurePattern having(String known) {
        return new FailurePattern(stage, reasons, from, to, codes, known, words);
    }

    /** Only where the service's own words hold these, in any case. */
    FailurePattern says(String part) {
        return new FailurePattern(stage, reasons, from, to, codes, fact, part.toLowerCase(Locale.ROOT));
    }

    boolean fits(Incident incident) {
        return incident.stage() == stage
                && (reasons.isEmpty() || holds(incident.noAnswer()))
                && incident.status() >= from
                && incident.status() <= to
                && (codes.isEmpty() || (incident.code() != null && codes.contains(incident.code())))
                && (fact == null || incident.facts().containsKey(fact))
                && (words == null
                        || incident.facts()
                                .getOrDefault("detail", "")
                                .toLowerCase(Locale.ROOT)
                                .contains(words));
    }

    private boolean holds(@Nullable Reason reason) {
        return reason != null && reasons.contains(reason);
    }
}
