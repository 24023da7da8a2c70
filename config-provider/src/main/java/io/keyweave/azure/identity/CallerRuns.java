package io.keyweave.azure.identity;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs what MSAL submits in the thread that submits it. MSAL's own choice would be the SDK's JVM-wide pool: threads that are not ours,
 * in somebody else's process, for a caller that waits anyway.
 */
final class CallerRuns extends AbstractExecutorService {

    static final CallerRuns INSTANCE = new CallerRuns();

    private CallerRuns() {}

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    /** It has nothing to shut down. */
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
