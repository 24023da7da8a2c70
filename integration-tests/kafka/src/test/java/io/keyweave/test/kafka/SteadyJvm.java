package io.keyweave.test.kafka;

import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.RunningJvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@link SteadyClients} that run. A request that fails ends a wait at once, and every wait is short enough that a test whose clients cannot log in
 * is over soon. Closing it ends the process.
 */
final class SteadyJvm implements AutoCloseable {

    /** Clients authenticate anew, and the vault is asked, every second or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int SOME = 10;

    private final RunningJvm jvm;

    SteadyJvm(ForkedJvm application) {
        jvm = application.start();
    }

    /** Waits for some more answers to each client. */
    void goesOn() {
        int[] before = answered();
        until("some more answers to each client", () -> {
            int[] now = answered();
            return IntStream.range(0, now.length).allMatch(client -> now[client] >= before[client] + SOME);
        });
    }

    /** Waits for a line of standard error. */
    void tells(String what, Predicate<String> line) {
        until(what, () -> jvm.err().stream().anyMatch(line));
    }

    /** Waits until a request has failed; returns the line that says so. */
    String failure() {
        return jvm.awaitErr(line -> line.startsWith(SteadyClients.FAILED), "a request that fails");
    }

    /** Logs in one more client, with what somebody typed; returns {@code ok} or what went wrong. */
    String typed(String protocol, int port, String user, String password) {
        return jvm.ask(
                String.join(" ", SteadyClients.TYPED.strip(), protocol, String.valueOf(port), user, password),
                SteadyClients.TYPED);
    }

    /** Ends the application; returns what it told. */
    List<String> finish() {
        return jvm.finish().expect(0).err();
    }

    @Override
    public void close() {
        jvm.close();
    }

    private int[] answered() {
        return Stream.of(jvm.ask("how many", SteadyClients.ANSWERED).split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private void until(String what, Callable<Boolean> condition) {
        Eventually.holds(what, PATIENCE, jvm, () -> {
            if (jvm.err().stream().anyMatch(line -> line.startsWith(SteadyClients.FAILED))) {
                throw new AssertionError("a request failed before " + what + "\n" + jvm);
            }
            return condition.call();
        });
    }
}
