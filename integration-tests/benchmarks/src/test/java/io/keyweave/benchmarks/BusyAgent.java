package io.keyweave.benchmarks;

import java.lang.instrument.Instrumentation;

/**
 * Computes on one thread beside the application's start, without memory, locks or class loading: what as much processor time costs a start that
 * has none to spare. Argument: rounds.
 */
public final class BusyAgent {

    private static volatile long result;

    private BusyAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        long rounds = Long.parseLong(arguments);
        Thread thread = new Thread(() -> compute(rounds));
        thread.setDaemon(true);
        thread.start();
    }

    /** How many rounds this machine computes in so many milliseconds. */
    static long roundsIn(long millis) {
        long rounds = 50_000_000;
        compute(rounds);
        long begun = System.nanoTime();
        compute(rounds);
        return rounds * millis * 1_000_000 / (System.nanoTime() - begun);
    }

    private static void compute(long rounds) {
        long number = 1;
        for (long i = 0; i < rounds; i++) {
            number ^= number << 13;
            number ^= number >>> 7;
            number ^= number << 17;
        }
        result = number;
    }
}
