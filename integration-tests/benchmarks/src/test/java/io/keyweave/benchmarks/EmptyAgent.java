package io.keyweave.benchmarks;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what any {@code -javaagent} costs before its first line. */
public final class EmptyAgent {

    private EmptyAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {}
}
