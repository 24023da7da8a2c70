package io.keyweave.agent.runtime;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.PatchState;
import io.keyweave.agent.instrument.PatchTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All patches and their state, and errors inside the agent, as the command {@code status} prints them. */
public final class PatchTable {

    private PatchTable() {}

    /** One line a patch: state, library, class, and the methods that were not found. */
    public static List<String> lines() {
        List<PatchState> states = states();
        int width = 0;
        for (PatchState patch : states) {
            width = Math.max(width, patch.library().length());
        }
        List<String> lines = new ArrayList<>();
        for (PatchState patch : states) {
            lines.add(line(patch, width));
        }
        return lines;
    }

    /** Those first that do not fit, those last that nobody needs. */
    static List<PatchState> states() {
        List<PatchState> states = PatchTransformer.states();
        List<PatchState> sorted = new ArrayList<>();
        for (String state : List.of(PatchState.NOT_MATCHED, PatchState.ACTIVE, PatchState.WAITING)) {
            for (PatchState patch : states) {
                if (patch.state().equals(state)) {
                    sorted.add(patch);
                }
            }
        }
        return sorted;
    }

    /** How many patches are in which state. */
    static Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (PatchState patch : PatchTransformer.states()) {
            counts.merge(patch.state(), 1, Integer::sum);
        }
        return counts;
    }

    private static String line(PatchState patch, int width) {
        return padded(patch.state(), PatchState.NOT_MATCHED.length()) + "  " + padded(patch.library(), width) + "  "
                + patch.className() + (patch.loaders() > 1 ? "  in " + patch.loaders() + " class loaders" : "")
                + (patch.notMatched().isEmpty() ? "" : "  " + String.join(", ", patch.notMatched()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    public static String text() {
        StringBuilder text = new StringBuilder("\nPatches\n");
        for (String line : lines()) {
            text.append(line).append('\n');
        }
        if (InternalErrors.count() > 0) {
            text.append('\n').append(InternalErrors.count()).append(" internal errors. Please report this.\n");
            for (String line : InternalErrors.lines()) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
