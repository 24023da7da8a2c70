package io.keyweave.agent.startup;

import io.keyweave.LogEvent;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.views.Marker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks whether patches still hold after another agent had a class of theirs transformed again, at whatever time that is: it may have put the class back
 * as it was, and placeholders would pass for values. Costs nothing until somebody does. In a thread of its own: the transformer that asks runs
 * before the other agent's.
 */
final class PatchWatch {

    private static final long SETTLED_AFTER_MILLIS = 1_000;

    private static final AtomicBoolean LOOKING = new AtomicBoolean();
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private PatchWatch() {}

    /** Looks in a second. */
    static void check() {
        if (!TOLD.get() && LOOKING.compareAndSet(false, true)) {
            Thread thread = new Thread(null, PatchWatch::look, "keyweave-patches", 0, false);
            thread.setDaemon(true);
            // The application's eyes: threads of ours see placeholders.
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
        }
    }

    private static void look() {
        try {
            Thread.sleep(SETTLED_AFTER_MILLIS);
            LOOKING.set(false);
            if (!PropertiesPatch.works()) {
                tell("java.util.Properties: files that are loaded from now on keep their placeholders");
            } else if (environmentIsRaw()) {
                tell("java.lang.ProcessEnvironment: the environment shows placeholders");
            }
        } catch (InterruptedException end) {
            LOOKING.set(false);
        }
    }

    private static boolean environmentIsRaw() {
        for (Map.Entry<String, Marker> entry : Agent.environmentMarkers().entrySet()) {
            if (entry.getValue().text().equals(System.getenv(entry.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static void tell(String what) {
        if (TOLD.compareAndSet(false, true)) {
            Agent.running().log().write(LogEvent.of(StartMessages.UNDONE).with("what", what));
        }
    }
}
