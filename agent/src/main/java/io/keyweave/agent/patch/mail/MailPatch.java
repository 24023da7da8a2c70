package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.List;

/**
 * One method of a provider's class, whose name depends on the library.
 *
 * @param hook the method that logs in
 */
record MailPatch(String className, Hook hook) implements Patch {

    @Override
    public List<Hook> hooks() {
        return List.of(hook);
    }
}
