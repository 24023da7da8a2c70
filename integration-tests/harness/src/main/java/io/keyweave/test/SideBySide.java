package io.keyweave.test;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;

/**
 * Carries out checks of real time beside each other, because they mostly wait. Those that fail are carried out once more, with far fewer beside them:
 * on a busy machine the others, or another build, may have used the processor when a deadline passed. Each repetition is printed, so that a reader
 * sees it; what fails then fails.
 */
public final class SideBySide {

    /** If more fail than these, and than a tenth, the machine is not the reason. */
    private static final int REPEATED = 6;

    private SideBySide() {}

    /**
     * Returns what failed, by its name, in the order of the checks.
     *
     * @param atATime how many are carried out at the same time
     */
    public static Map<String, Throwable> failures(int atATime, Map<String, ? extends Callable<?>> checks)
            throws InterruptedException {
        Map<String, Throwable> failures = once(atATime, checks);
        if (failures.isEmpty() || failures.size() > Math.max(REPEATED, checks.size() / 10)) {
            return failures;
        }
        int fewer = Math.max(1, atATime / 8);
        Map<String, Callable<?>> again = new LinkedHashMap<>();
        failures.forEach((name, failure) -> {
            System.out.println("AGAIN, " + fewer + " at a time: " + name + ", which failed beside others: " + failure);
            again.put(name, checks.get(name));
        });
        return once(fewer, again);
    }

    private static Map<String, Throwable> once(int atATime, Map<String, ? extends Callable<?>> checks)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(atATime, SideBySide::daemon);
        Map<String, Throwable> failures = new LinkedHashMap<>();
        try {
            Map<String, Future<?>> futures = new LinkedHashMap<>();
            checks.forEach((name, check) -> futures.put(name, pool.submit(check)));
            for (Map.Entry<String, Future<?>> future : futures.entrySet()) {
                try {
                    future.getValue().get();
                } catch (ExecutionException e) {
                    failures.put(future.getKey(), cause(e));
                }
            }
        } finally {
            pool.shutdownNow();
        }
        return failures;
    }

    /** Fails with all that failed. */
    public static void succeed(int atATime, List<Executable> checks) throws InterruptedException {
        Map<String, Callable<?>> numbered = new LinkedHashMap<>();
        for (Executable check : checks) {
            numbered.put("number " + (numbered.size() + 1), () -> {
                assertAll(check);
                return null;
            });
        }
        assertAll(failures(atATime, numbered).values().stream().map(failure -> () -> {
            throw failure;
        }));
    }

    private static Throwable cause(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** One whose check never ends does not keep the JVM. */
    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "side-by-side");
        thread.setDaemon(true);
        return thread;
    }
}
