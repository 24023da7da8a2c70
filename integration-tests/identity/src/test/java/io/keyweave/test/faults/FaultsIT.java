package io.keyweave.test.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The fault matrix on every JDK: each fault met cold, warm and stale, with outcome, time and the whole message. */
class FaultsIT {

    /** For all trials together, those that are carried out again included, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @EveryJdk
    void everyFaultInEverySituation(Jdk jdk) {
        Path hosts = directory.resolve("hosts");
        Outcome outcome;
        try (RunningJvm matrix = ForkedJvm.on(jdk)
                .classPath(classPath())
                .property("jdk.net.hosts.file", hosts.toString())
                .property("sun.net.inetaddr.ttl", "0")
                .property("sun.net.inetaddr.negative.ttl", "0")
                .main(FaultMatrix.class, hosts.toString())
                .start()) {
            outcome = matrix.await(PATIENCE).expect(0);
        }
        outcome.out().stream().filter(line -> line.startsWith("AGAIN")).forEach(System.out::println);
        int trials = FaultTable.all().stream()
                .mapToInt(fault -> fault.situations().size())
                .sum();
        assertEquals(trials + " of " + trials, outcome.out().get(outcome.out().size() - 1));
    }

    private static Path[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .map(Path::of)
                .toArray(Path[]::new);
    }
}
