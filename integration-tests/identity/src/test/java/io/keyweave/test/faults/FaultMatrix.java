package io.keyweave.test.faults;

import io.keyweave.SecretException;
import io.keyweave.azure.Rows;
import io.keyweave.test.SideBySide;
import io.keyweave.time.TimeSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs every fault in every situation in this JVM, each against a dev vault of its own, many at a time because most of the time
 * is waiting. Prints a line for each; the exit code is the number of those that went wrong. A row of the table from failure to message
 * that nobody was shown has gone wrong, too.
 */
public final class FaultMatrix {

    private static final int AT_A_TIME = 20;

    /** Rows that need another process than this one: another {@code PATH}, a name service that hangs. */
    private static final Set<String> ELSEWHERE =
            Set.of("AZ_MISSING", "AZ_LOGGED_OUT", "AZ_SLOW", "AZ_FAILED", "VAULT_NAME_SERVICE");

    private FaultMatrix() {}

    /** Takes the hosts file of this JVM, and optionally a part of the names to run. */
    public static void main(String[] args) throws InterruptedException {
        Hosts hosts = new Hosts(Path.of(args[0]));
        String part = args.length > 1 ? args[1] : "";
        warmUp(hosts);
        Map<String, Callable<?>> trials = new LinkedHashMap<>();
        Set<String> rows = ConcurrentHashMap.newKeySet();
        for (FaultCase fault : FaultTable.all()) {
            for (Situation situation : fault.situations()) {
                String name = situation + " " + fault.name();
                if (name.contains(part)) {
                    Trial trial = new Trial(fault, situation, hosts, trials.size(), rows);
                    trials.put(name, () -> timed(trial, name));
                }
            }
        }
        Map<String, Throwable> failures = SideBySide.failures(AT_A_TIME, trials);
        failures.forEach((name, cause) -> {
            System.out.println(
                    "FAILED " + name + ": " + (cause instanceof AssertionError ? cause.getMessage() : cause));
            if (!(cause instanceof AssertionError)) {
                cause.printStackTrace(System.out);
            }
        });
        int failed = failures.size();
        Set<String> unseen = Rows.all();
        unseen.removeAll(rows);
        unseen.removeAll(ELSEWHERE);
        if (part.isEmpty() && !unseen.isEmpty()) {
            failed++;
            System.out.println("FAILED: nobody was shown " + unseen);
        }
        System.out.println(trials.size() - failed + " of " + trials.size());
        System.exit(Math.min(failed, 100));
    }

    /** Loads what a first login and read load, so that a trial's bound measures its fault and not twenty trials loading classes. */
    private static void warmUp(Hosts hosts) {
        for (Lab.Place place : List.of(Lab.Place.LOOPBACK, Lab.Place.IMDS, Lab.Place.CERTIFICATE)) {
            try (Lab lab = new Lab("warm-up", place, hosts, "1h", TimeSource.system(FaultMatrix::daemon))) {
                lab.warmUp();
            } catch (SecretException e) {
                System.out.println("slow: " + e.getMessage());
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "matrix");
        thread.setDaemon(true);
        return thread;
    }

    private static Void timed(Trial trial, String name) {
        long begun = System.nanoTime();
        trial.run();
        System.out.println("ok " + name + " " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        return null;
    }
}
