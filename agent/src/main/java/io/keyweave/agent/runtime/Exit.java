package io.keyweave.agent.runtime;

/**
 * Ends a JVM that may not start. {@code Runtime.halt}, because {@code System.exit} runs the shutdown hooks of other agents, which can
 * hang, and an exception out of {@code premain} prints a stack trace and aborts with a core dump's exit code.
 */
public final class Exit {

    /** {@code EX_SOFTWARE}: the fault is the agent's, or another agent's. */
    public static final int BROKEN = 70;

    private Exit() {}

    public static void with(int code, String report) {
        System.err.println("keyweave: this JVM does not start. " + report);
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
