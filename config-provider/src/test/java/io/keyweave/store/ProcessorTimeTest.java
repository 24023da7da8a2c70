package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.settings.Settings;
import io.keyweave.time.Moment;
import io.keyweave.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who is to blame when nobody answered: the network, or a process that hardly ran. */
class ProcessorTimeTest {
    private static final Duration START = Duration.ofSeconds(15);
    private static final ProcessorTime STARVED = time(900, 13_000, 15_000);
    private static final ProcessorTime WAITED_FOR_THE_NETWORK = time(900, 400, 15_000);

    @Test
    void onlyAThreadThatCouldNotRunIsStarved() {
        assertTrue(STARVED.starved(START));
        assertFalse(WAITED_FOR_THE_NETWORK.starved(START));
        // A busy machine that lets it run all the same.
        assertFalse(time(6_000, 9_000, 15_000).starved(START));
        // A server that has run for an hour, and whose thread waited now and then.
        assertFalse(time(60_000, 9_000, 3_600_000).starved(START));
    }

    @Test
    void theThreadThatWaitedLongestCounts(@TempDir Path tasks) throws IOException {
        thread(tasks, "1", "keyweave-fetch-", "500 7000000000 12");
        thread(tasks, "2", "keyweave-timer", "9 2000000000 3");
        thread(tasks, "3", "C2 CompilerThre", "9 9000000000 3");
        thread(tasks, "5", "keyweave-ended", "");
        Files.createDirectories(tasks.resolve("4"));
        assertEquals(Duration.ofSeconds(7), ProcessorTime.longestWait(tasks));
    }

    private static void thread(Path tasks, String id, String name, String schedstat) throws IOException {
        Path thread = Files.createDirectories(tasks.resolve(id));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), schedstat + "\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxTellsAll() {
        ProcessorTime time = ProcessorTime.ofThisProcess();
        assertNotNull(time);
        assertTrue(time.used().toNanos() > 0, time::toString);
        assertTrue(time.age().compareTo(time.used().dividedBy(64)) > 0, time::toString);
    }

    @Test
    void starvationIsToldInsteadOfTheNetwork() {
        StoredSecret silent = secret("a");
        StoredSecret identity = secret("b");
        StoredSecret refused = secret("c");
        Map<StoredSecret, Failure> failures = new HashMap<>();
        failures.put(silent, StoreFailures.noAnswerAtStart(silent.ref(), "the vault v", START));
        failures.put(identity, failure(identity, Failure.Kind.UNREACHABLE, "No managed identity answers here."));
        failures.put(refused, failure(refused, Failure.Kind.REFUSED, "The identity may not read."));
        Map<StoredSecret, Failure> before = Map.copyOf(failures);

        assertEquals(before, RequiredSecrets.explained(failures, Set.of(silent), START, WAITED_FOR_THE_NETWORK));
        assertEquals(before, RequiredSecrets.explained(failures, Set.of(silent), START, null));
        RequiredSecrets.explained(failures, Set.of(silent), START, STARVED);

        String told = "This process got 900 ms of CPU in 15 s, which is too little to fetch its secrets within 15 s.";
        assertEquals(
                List.of(
                        told,
                        told + " The last attempt found: No managed identity answers here.",
                        "The identity may not read."),
                List.of(
                        failures.get(silent).cause(),
                        failures.get(identity).cause(),
                        failures.get(refused).cause()));
        assertEquals(Failure.Kind.UNREACHABLE, failures.get(silent).kind());
    }

    private static ProcessorTime time(long used, long waited, long age) {
        return new ProcessorTime(Duration.ofMillis(used), Duration.ofMillis(waited), Duration.ofMillis(age));
    }

    private static Failure failure(StoredSecret secret, Failure.Kind kind, String cause) {
        return Failure.local(kind, secret.ref(), cause, "Fix it.");
    }

    private static StoredSecret secret(String name) {
        return new StoredSecret(
                new SecretRef("kv", "v", name, null),
                Rules.of(Settings.of(Map.of(), Map.of())),
                Moment.now(new VirtualTime()));
    }
}
