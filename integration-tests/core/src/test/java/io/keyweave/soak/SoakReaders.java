package io.keyweave.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The application: 64 threads that read one user-and-password pair from every source and judge each read by what {@link Soak} tells of the
 * vault on standard input. Knows nothing of Keyweave.
 */
public final class SoakReaders {

    private static final int THREADS = 64;
    private static final int BATCH = 50;
    private static final long PAUSE = 10_000_000L;

    /** How long before a read a wait for a processor may have delayed what should have been read. */
    private static final long MEMORY = Timeline.FRESH + Timeline.RECOVERY;

    private final Timeline timeline = new Timeline();
    private final List<Supplier<String>> sources = new ArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private final Stalls stalls = new Stalls();
    private final Doubts late = new Doubts();
    private final Doubts missing = new Doubts();
    private final AtomicLong torn = new AtomicLong();
    private final AtomicLong absent = new AtomicLong();
    private final List<Delays> delays = new ArrayList<>();
    private volatile boolean ended;

    private SoakReaders(String file) throws IOException {
        Properties loaded = new Properties();
        try (FileInputStream in = new FileInputStream(file)) {
            loaded.load(in);
        }
        Config config = ConfigFactory.load();
        sources.add(() -> System.getProperty("db.pair"));
        sources.add(() -> System.getenv("DB_PAIR"));
        sources.add(() -> loaded.getProperty("db.pair"));
        sources.add(() -> {
            try {
                return config.getString("db.pair");
            } catch (ConfigException.Missing e) {
                return null;
            }
        });
        for (String name : List.of("System.getProperty", "System.getenv", "Properties", "HOCON")) {
            delays.add(new Delays(name));
        }
    }

    /** @param args the properties file to load */
    public static void main(String[] args) throws IOException, InterruptedException {
        SoakReaders readers = new SoakReaders(args[0]);
        readers.stalls.watch((second, millis) -> System.out.println("stall " + second + " " + millis));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(readers::read, "reader-" + i);
            thread.start();
            threads.add(thread);
        }
        System.out.println("reading");
        readers.listen();
        readers.ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (Delays seen : readers.delays) {
            System.out.println("seen " + seen);
        }
        System.out.println("ended " + readers.report(Long.MAX_VALUE));
    }

    private void read() {
        int next = 0;
        while (!ended) {
            for (int i = 0; i < BATCH; i++) {
                int source = next++ % sources.size();
                judge(sources.get(source).get(), delays.get(source), System.currentTimeMillis());
            }
            reads.addAndGet(BATCH);
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** A pair is {@code u-17|p-17}. The time is taken after the read: that is in the reader's disfavour by microseconds. */
    private void judge(String pair, Delays seen, long at) {
        if (pair == null) {
            absent.incrementAndGet();
            if (timeline.objectionToNothing(at, 0) != null) {
                missing.add(-1, at);
            }
            return;
        }
        int bar = pair.indexOf('|');
        String user = pair.substring("u-".length(), bar);
        String password = pair.substring(bar + "|p-".length());
        if (!user.equals(password)) {
            torn.incrementAndGet();
            System.out.println("violation " + at + " torn: " + pair);
        }
        int number = Integer.parseInt(user);
        if (timeline.objectionTo(number, at, 0) != null) {
            late.add(number, at);
        }
        if (seen.newest < number) {
            seen.firstRead(number, at, timeline);
        }
    }

    private void listen() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            String[] words = line.split(" ");
            long at = Long.parseLong(words[1]);
            switch (words[0]) {
                case "set" -> timeline.set(Integer.parseInt(words[2]), at);
                case "trouble" -> timeline.troubleBegins(at);
                case "healthy" -> timeline.troubleEnds(at);
                case "gone" -> timeline.goneBegins(at);
                case "back" -> timeline.goneEnds(at);
                case "stall" -> stalls.add(at, Long.parseLong(words[2]));
                case "report" -> System.out.println("report " + report(System.currentTimeMillis()));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    /** Reads, absent reads, late, torn, wrongly absent, kilobytes of heap in use after a collection, and reads excused by waits. */
    private String report(long now) {
        late.judge(now, MEMORY, stalls, timeline::objectionTo);
        missing.judge(now, MEMORY, stalls, (none, at, slack) -> timeline.objectionToNothing(at, slack));
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
        return reads + " " + absent + " " + late.wrong() + " " + torn + " " + missing.wrong() + " " + used + " "
                + (late.excused() + missing.excused());
    }
}
