package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.RunningJvm;

/** A running test application, and what a rotation looks like from outside. Closing it ends the process. */
final class ServiceJvm implements AutoCloseable {

    private final RunningJvm jvm;

    ServiceJvm(ForkedJvm application) {
        jvm = application.startReady();
    }

    /** What the application answers to a command. */
    String ask(String command) {
        return jvm.ask(command, "=");
    }

    /** Fails with everything the JVM said unless the answer is {@code ok}. */
    void succeeds(String command) {
        String answer = ask(command);
        assertEquals("ok", answer, () -> command + "\n" + String.join("\n", jvm.err()));
    }

    /** @return the answer, of a command that is to fail */
    String fails(String command) {
        String answer = ask(command);
        assertTrue(answer.startsWith("failed"), answer);
        return answer;
    }

    /** Repeats a command until it succeeds. */
    void succeedsAtLast(String command) {
        Eventually.sees(command + " to succeed", jvm, () -> ask(command), "ok"::equals);
    }

    /** Waits until the JVM has seen a version. */
    void awaitRotation(String version) {
        jvm.awaitRotation(version);
    }

    /** Ends the application; it must not have told any of these values, nor have had an internal error in the agent. */
    void finish(String... values) {
        jvm.finish().expect(0).expectHarmless(values);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
