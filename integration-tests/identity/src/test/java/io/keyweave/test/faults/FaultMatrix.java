package io.keyweave.test.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs every fault in every situation in this JVM, each against a dev vault of its own, many at a time because most of the time
 * is waiting. Prints a line for each; the exit code is the number of those that went wrong.
 */
public final class FaultMatrix {

    private static final int AT_A_TIME = 20;

    private FaultMatrix() {}

    /** Takes the hosts file of this JVM, and optionally a part of the names to run. */
    public static void main(String[] args) throws InterruptedException {
        Hosts hosts = new Hosts(Path.of(args[0]));
        String part = args.length > 1 ? args[1] : "";
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME, work -> {
            Thread thread = new Thread(work, "matrix");
            thread.setDaemon(true);
            return thread;
        });
        List<String> names = new ArrayList<>();
        List<Future<?>> trials = new ArrayList<>();
        for (FaultCase fault : FaultTable.all()) {
            for (Situation situation : Situation.values()) {
                String name = situation + " " + fault.name();
                if (name.contains(part)) {
                    Trial trial = new Trial(fault, situation, hosts, names.size());
                    names.add(name);
                    trials.add(pool.submit(() -> timed(trial, name)));
                }
            }
        }
        int failed = 0;
        for (int i = 0; i < trials.size(); i++) {
            try {
                trials.get(i).get();
            } catch (ExecutionException e) {
                failed++;
                Throwable cause = e.getCause();
                System.out.println("FAILED " + names.get(i) + ": "
                        + (cause instanceof AssertionError ? cause.getMessage() : cause));
                if (!(cause instanceof AssertionError)) {
                    cause.printStackTrace(System.out);
                }
            }
        }
        System.out.println(names.size() - failed + " of " + names.size());
        System.exit(Math.min(failed, 100));
    }

    private static void timed(Trial trial, String name) {
        long begun = System.nanoTime();
        trial.run();
        System.out.println("ok " + name + " " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }
}
