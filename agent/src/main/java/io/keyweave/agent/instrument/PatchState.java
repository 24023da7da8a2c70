package io.keyweave.agent.instrument;

import java.util.List;

/**
 * One patched class.
 *
 * @param library whose class it is
 * @param className as {@code Class.getName} writes it
 * @param loaders class loaders in which it is patched; 0 while it is waiting for the class, or for a first template
 * @param notMatched methods that the class does not have
 */
public record PatchState(String library, String className, int loaders, List<String> notMatched) {

    public static final String WAITING = "waiting";
    public static final String ACTIVE = "active";
    public static final String NOT_MATCHED = "not matched";

    public String state() {
        return !notMatched.isEmpty() ? NOT_MATCHED : loaders > 0 ? ACTIVE : WAITING;
    }
}
