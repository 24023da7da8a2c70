package io.keyweave.azure;

import io.keyweave.azure.Incident.Stage;
import io.keyweave.http.TransportException.Reason;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents a row of {@link FailureMessages} is about: a stage, and then a reason for silence, a range of statuses, a code, or nothing
 * more.
 */
record Match(Stage stage, Set<Reason> reasons, int from, int to, Set<String> codes) {

    static Match at(Stage stage) {
        return new Match(stage, Set.of(), 0, Integer.MAX_VALUE, Set.of());
    }

    /** No answer, for one of these reasons. */
    Match silent(Reason first, Reason... more) {
        return new Match(stage, EnumSet.of(first, more), from, to, codes);
    }

    Match status(int status) {
        return status(status, status);
    }

    Match status(int first, int last) {
        return new Match(stage, reasons, first, last, codes);
    }

    Match code(String... any) {
        return new Match(stage, reasons, from, to, Set.of(any));
    }

    boolean fits(Incident incident) {
        return incident.stage() == stage
                && (reasons.isEmpty() || holds(incident.noAnswer()))
                && incident.status() >= from
                && incident.status() <= to
                && (codes.isEmpty() || (incident.code() != null && codes.contains(incident.code())));
    }

    private boolean holds(@Nullable Reason reason) {
        return reason != null && reasons.contains(reason);
    }
}
