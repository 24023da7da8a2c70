package io.keyweave.azure;

import java.util.ArrayList;
import java.util.List;

/**
 * The table from what happened to what a person reads: {@link VaultMessages}, then {@link IdentityMessages}. Rows are tried in order, the
 * first that fits is the message; {@code docs/troubleshooting.md} is written from it.
 *
 * <p>The AADSTS number only chooses the words, never what happens to a value: Entra ID renumbers as it likes.
 */
final class FailureMessages {

    private FailureMessages() {}

    /** Every row, in order. */
    static List<FailureMessage> all() {
        List<FailureMessage> rows = new ArrayList<>(List.of(VaultMessages.values()));
        rows.addAll(List.of(IdentityMessages.values()));
        return rows;
    }

    /** The first row that fits. Every stage ends with a row that takes the rest. */
    static FailureMessage of(Incident incident) {
        for (FailureMessage row : all()) {
            if (row.pattern().fits(incident)) {
                return row;
            }
        }
        throw new IllegalStateException("no row for " + incident.stage());
    }
}
