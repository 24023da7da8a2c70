package io.keyweave.agent.management;

import java.util.List;
import java.util.Map;

/** What the agent has changed in this JVM, as the command {@code status} shows it: {@code io.keyweave:type=Patches}. */
public interface PatchesMXBean {

    /** Every patch that there is, those first that do not fit. */
    List<PatchRow> getPatches();

    /** Patched classes. */
    int getActive();

    /** Classes whose library has not the methods that the patch looks for. */
    int getNotMatched();

    /** Classes that are patched when they are loaded, or when a placeholder appears. */
    int getWaiting();

    /** Errors inside the agent since the start; 0 unless there is a defect. */
    long getInternalErrors();

    /** How often each distinct one happened, by code and place. */
    Map<String, Long> getInternalErrorCounts();
}
