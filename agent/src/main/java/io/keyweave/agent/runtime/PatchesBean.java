package io.keyweave.agent.runtime;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.PatchState;
import io.keyweave.agent.management.PatchRow;
import io.keyweave.agent.management.PatchesMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers from the patches as they are. */
final class PatchesBean implements PatchesMXBean {

    @Override
    public List<PatchRow> getPatches() {
        List<PatchRow> rows = new ArrayList<>();
        for (PatchState patch : PatchTable.states()) {
            rows.add(new PatchRow(patch));
        }
        return rows;
    }

    @Override
    public int getActive() {
        return count(PatchState.ACTIVE);
    }

    @Override
    public int getNotMatched() {
        return count(PatchState.NOT_MATCHED);
    }

    @Override
    public int getWaiting() {
        return count(PatchState.WAITING);
    }

    private static int count(String state) {
        int count = 0;
        for (PatchState patch : PatchTable.states()) {
            if (patch.state().equals(state)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public long getInternalErrors() {
        return InternalErrors.count();
    }

    @Override
    public Map<String, Long> getInternalErrorCounts() {
        return InternalErrors.counts();
    }
}
