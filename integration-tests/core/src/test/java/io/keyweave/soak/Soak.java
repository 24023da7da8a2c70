package io.keyweave.soak;

import com.typesafe.config.ConfigFactory;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The operator: rotates a pair every two seconds and lets the vault fail in every way it knows, at random from a printed seed, while
 * {@link SoakReaders} reads under the real agent. Ten secrets at a ttl of two seconds keep the limit of five requests a second
 * busy. Counts late reads, torn pairs, keys wrongly absent, requests beyond the budget and growth of the heap; any of them is exit code 1.
 */
public final class Soak {

    private static final long ROTATION = 2_000;
    private static final int FILLERS = 9;
    private static final long HEAP_GROWTH = 6 * 1024;

    private final boolean calm;
    private final SplittableRandom random;
    private final DevVault dev = DevVault.start();
    private final VaultServer vault = dev.vault("contoso");
    private final Stalls stalls = new Stalls();
    private final RequestLimit limit = new RequestLimit(stalls);
    private final List<Long> heap = new ArrayList<>();
    private int number;
    private int rotations;
    private int faults;
    private int revocations;
    private int linesRead;

    private Soak(long seed, boolean calm) {
        this.calm = calm;
        this.random = new SplittableRandom(seed);
    }

    /** @param args {@code all} for every JDK of this machine, {@code -Xmx...} of the readers, minutes, then the seed, then {@code calm} */
    public static void main(String[] args) throws IOException {
        List<Long> numbers = new ArrayList<>();
        boolean all = false;
        boolean calm = false;
        String heap = "-Xmx128m";
        for (String arg : args) {
            if (arg.startsWith("-Xmx")) {
                heap = arg;
            } else if (arg.equals("all")) {
                all = true;
            } else if (arg.equals("calm")) {
                calm = true;
            } else {
                numbers.add(Long.parseLong(arg));
            }
        }
        long minutes = numbers.isEmpty() ? 10 : numbers.get(0);
        long seed = numbers.size() > 1 ? numbers.get(1) : System.nanoTime() & 0xffffff;
        boolean clean = true;
        for (Jdk jdk : Jdk.all()) {
            if (all || jdk.feature() == Runtime.version().feature()) {
                System.out.println("soak of " + minutes + " min on " + jdk + ", " + heap + ", seed " + seed);
                clean &= new Soak(seed, calm).run(jdk, heap, TimeUnit.MINUTES.toMillis(minutes));
            }
        }
        System.exit(clean ? 0 : 1);
    }

    private boolean run(Jdk jdk, String heap, long millis) throws IOException {
        Path folder = Files.createTempDirectory("keyweave-soak");
        try (RunningJvm readers = start(jdk, heap, folder)) {
            return run(readers, millis);
        } finally {
            dev.close();
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private RunningJvm start(Jdk jdk, String heap, Path folder) throws IOException {
        String placeholder = "$<kv:contoso/pair#user>|$<kv:contoso/pair#password>";
        Path file = Files.writeString(folder.resolve("app.properties"), "db.pair=" + placeholder + "\n");
        Files.writeString(folder.resolve("application.conf"), "db.pair = \"" + placeholder + "\"\n");
        put();
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent("ttl=" + Timeline.TTL + "ms,max-stale=" + Timeline.MAX_STALE
                        + "ms,startup-timeout=3m,log=error,ca=" + dev.certificateFile() + ",vault.contoso="
                        + vault.url() + ",trust=" + folder + "/*")
                .environment(dev.environment())
                .environment("DB_PAIR", placeholder)
                .property("db.pair", placeholder)
                .option(heap)
                .classPath(folder)
                .classPathOf(ConfigFactory.class)
                .main(SoakReaders.class, file.toString());
        for (int i = 0; i < FILLERS; i++) {
            vault.put("filler-" + i, "x");
            jvm.property("filler." + i, "$<kv:contoso/filler-" + i + ">");
        }
        return jvm.start();
    }

    private void put() {
        vault.put("pair", "{\"user\":\"u-" + number + "\",\"password\":\"p-" + number + "\"}");
    }

    private boolean run(RunningJvm readers, long millis) {
        readers.awaitOut(line -> line.equals("reading"), "the readers");
        vault.forget();
        long begun = System.currentTimeMillis();
        readers.send("set " + begun + " 0");
        stalls.watch((second, waited) -> {
            if (readers.isAlive()) {
                readers.send("stall " + second + " " + waited);
            }
        });
        long end = begun + millis;
        long nextRotation = begun + ROTATION;
        long nextTurn = begun + 5_000;
        long nextReport = begun + 30_000;
        long nextCount = begun + 1_000;
        String state = "healthy";
        while (System.currentTimeMillis() < end && readers.isAlive()) {
            long now = System.currentTimeMillis();
            if (now >= nextRotation && !state.equals("gone") && !state.equals("deleted")) {
                number++;
                rotations++;
                put();
                readers.send("set " + System.currentTimeMillis() + " " + number);
                nextRotation = now + ROTATION;
            }
            if (now >= nextTurn && !calm) {
                state = turn(readers, state);
                nextTurn = now + length(state);
            }
            if (now >= nextReport) {
                report(readers.ask("report 0", "report "), now - begun);
                nextReport = now + 30_000;
            }
            if (now >= nextCount) {
                count(readers, now);
                nextCount = now + 1_000;
            }
            LockSupport.parkNanos(50_000_000L);
        }
        if (!state.equals("healthy")) {
            turn(readers, state);
        }
        // What happened last is judged when both processes have told of their waits.
        LockSupport.parkNanos(2_000_000_000L);
        readers.send("end");
        String[] last = readers.awaitOut(line -> line.startsWith("ended "), "the end")
                .substring("ended ".length())
                .split(" ");
        count(readers, Long.MAX_VALUE);
        return summary(last, readers);
    }

    /** Ends what is wrong, or begins something. Faults count as begun before they are and as ended after they are. */
    private String turn(RunningJvm readers, String state) {
        switch (state) {
            case "trouble" -> {
                vault.clearFaults();
                readers.send("healthy " + System.currentTimeMillis());
            }
            case "deleted" -> {
                vault.recover("pair");
                readers.send("healthy " + System.currentTimeMillis());
            }
            case "gone" -> {
                vault.enable("pair");
                readers.send("back " + System.currentTimeMillis());
            }
            default -> {
                return begin(readers);
            }
        }
        return "healthy";
    }

    private String begin(RunningJvm readers) {
        long now = System.currentTimeMillis();
        int kind = random.nextInt(10);
        if (kind == 0) {
            revocations++;
            readers.send("gone " + now);
            vault.disable("pair");
            return "gone";
        }
        faults++;
        readers.send("trouble " + now);
        if (kind == 1) {
            vault.delete("pair");
            return "deleted";
        }
        vault.fault(Troubles.draw(random));
        return "trouble";
    }

    private long length(String state) {
        return switch (state) {
            // Now and then long enough for the promise of a healthy vault to be held to: trouble excuses what is late
            // for half a minute.
            case "healthy" -> random.nextInt(3) == 0 ? 40_000 + random.nextInt(20_000) : 2_000 + random.nextInt(15_000);
            case "gone" -> 5_000 + random.nextInt(15_000);
            case "deleted" -> 5_000 + random.nextInt(10_000);
            default -> random.nextInt(8) == 0 ? 35_000 : 1_000 + random.nextInt(12_000);
        };
    }

    private void count(RunningJvm readers, long now) {
        for (RecordedRequest request : vault.takeRequests()) {
            if (request.authenticated()) {
                limit.seen(request.at().toEpochMilli());
            }
        }
        List<String> lines = readers.out();
        while (linesRead < lines.size()) {
            String line = lines.get(linesRead++);
            if (line.startsWith("stall ")) {
                String[] words = line.split(" ");
                stalls.add(Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        }
        limit.judge(now);
    }

    private void report(String line, long past) {
        String[] words = line.split(" ");
        heap.add(Long.parseLong(words[5]));
        System.out.println(
                past / 1000 + " s: " + words[0] + " reads, " + words[1] + " absent, late " + words[2] + ", torn "
                        + words[3] + ", wrongly absent " + words[4] + ", heap " + words[5] + " kB, " + limit.total()
                        + " requests, over budget " + limit.over() + ", " + faults + " faults, " + revocations
                        + " revocations; waited " + stalls.total() / 1000 + " s for a processor, which excuses "
                        + words[6] + " reads and " + limit.excused() + " requests");
    }

    private boolean summary(String[] words, RunningJvm readers) {
        heap.add(Long.parseLong(words[5]));
        int third = Math.max(1, heap.size() / 3);
        long early =
                heap.subList(0, third).stream().mapToLong(Long::longValue).min().orElse(0);
        long finish = heap.subList(heap.size() - third, heap.size()).stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        long growth = finish - early > HEAP_GROWTH ? 1 : 0;
        readers.out().stream()
                .filter(line -> line.startsWith("violation ") || line.startsWith("seen "))
                .forEach(System.out::println);
        System.out.println("\n" + rotations + " rotations, " + faults + " faults, " + revocations + " revocations, "
                + words[0] + " reads, " + limit.total() + " requests; both processes together waited "
                + stalls.total() / 1000
                + " s for a processor, which excuses " + words[6] + " reads and " + limit.excused() + " requests");
        System.out.println("late reads " + words[2] + ", torn pairs " + words[3] + ", wrongly absent " + words[4]
                + ", requests over budget " + limit.over() + ", heap growth " + growth + " (from " + early + " to "
                + finish
                + " kB)");
        return words[2].equals("0") && words[3].equals("0") && words[4].equals("0") && limit.over() == 0 && growth == 0;
    }
}
