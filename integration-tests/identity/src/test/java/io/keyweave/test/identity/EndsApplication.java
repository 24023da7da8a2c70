package io.keyweave.test.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Answers on standard input what its own JMX and JFR say of the identity's end. */
public final class EndsApplication {

    private EndsApplication() {}

    public static void main(String[] args) throws Exception {
        System.out.println("started");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "read" -> System.out.println("read " + (System.getenv("DB_PASSWORD") != null));
                case "ends" -> System.out.println("ends " + ends());
                case "events" -> System.out.println("events " + String.join(", ", events()));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    /** The agent looks every ten seconds whether somebody has started JMX. */
    private static TreeMap<Object, Object> ends() throws JMException, InterruptedException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName totals = new ObjectName("io.keyweave:type=Totals");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!server.isRegistered(totals) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        TreeMap<Object, Object> ends = new TreeMap<>();
        for (Object row : ((TabularData) server.getAttribute(totals, "IdentityEnds")).values()) {
            CompositeData entry = (CompositeData) row;
            ends.put(entry.get("key"), entry.get("value"));
        }
        return ends;
    }

    private static List<String> events() throws IOException {
        Path file = Files.createTempFile("ends", ".jfr");
        try (Recording recording = FlightRecorder.getFlightRecorder().takeSnapshot()) {
            recording.dump(file);
            List<String> events = new ArrayList<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                switch (event.getEventType().getName()) {
                    case "io.keyweave.IdentityEnd" -> events.add(event.getString("what"));
                    case "io.keyweave.Expiry" -> events.add(event.getString("vault") + "/" + event.getString("secret"));
                    default -> {}
                }
            }
            Collections.sort(events);
            return events;
        } finally {
            Files.delete(file);
        }
    }
}
