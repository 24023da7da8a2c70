package io.keyweave.agent.instrument;

import java.util.List;

/** What changes in one class. Created when that class is first loaded, once for each class loader that loads it. */
public interface Patch {

    /** The class, as {@code Class.getName} writes it. */
    String className();

    List<Hook> hooks();
}
