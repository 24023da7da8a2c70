package io.keyweave.agent.management;

import io.keyweave.agent.instrument.PatchState;
import java.util.List;

/** A patch in JMX, which on JDK 17 takes no record for one. */
public final class PatchRow {

    private final PatchState patch;

    public PatchRow(PatchState patch) {
        this.patch = patch;
    }

    /** {@code waiting}, {@code active} or {@code not matched}. */
    public String getState() {
        return patch.state();
    }

    public String getLibrary() {
        return patch.library();
    }

    public String getClassName() {
        return patch.className();
    }

    /** Class loaders in which it is patched. */
    public int getClassLoaders() {
        return patch.loaders();
    }

    /** Methods that the class does not have. */
    public List<String> getMissingMethods() {
        return patch.notMatched();
    }
}
