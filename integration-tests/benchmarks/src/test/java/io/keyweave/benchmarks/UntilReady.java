package io.keyweave.benchmarks;

import java.util.Arrays;

/**
 * Runs a main method and ends the JVM when it has returned, which for Spring Boot is when it could serve its first request: so the run
 * time of a process is its time to ready, and the application measured needs no change. Arguments: the class, then its arguments.
 */
public final class UntilReady {

    private UntilReady() {}

    public static void main(String[] args) throws Exception {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        PeakMemory.print();
        Runtime.getRuntime().halt(0);
    }
}
