package io.keyweave.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.Failure.Kind;
import io.keyweave.FakeVault;
import io.keyweave.LiveValue;
import io.keyweave.ManyProvider;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see, and that it is never a value. */
class WatchTest {

    private static final String V1 = "11110000000000000000000000000001";
    private static final String V2 = "22220000000000000000000000000002";

    private final VirtualTime time = new VirtualTime();
    private final FakeVault vault = new FakeVault();
    private final SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
            .provider(vault)
            .time(time)
            .log(EventLog.SILENT)
            .watch(new FlightRecorderWatch())
            .random(new SplittableRandom(1))
            .open();

    @AfterEach
    void close() {
        resolver.close();
    }

    private ManagementBeans beans() {
        return new ManagementBeans(resolver, time, new StatusSnapshot(resolver, time, VersionUses.NONE), null);
    }

    private LiveValue live(String text) {
        LiveValue value = resolver.bind(text, Origin.systemProperty("p"));
        resolver.require(List.of(value));
        return value;
    }

    @Test
    void eventsForTheFlightRecorder(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("test.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            vault.put(
                    "vault/a",
                    new Secret("hunter2", V1, null, true, null, time.now().plus(Duration.ofDays(3))));
            LiveValue value = live("$<kv:vault/a>");
            vault.put("vault/a", "hunter3", V2);
            time.advance(Duration.ofSeconds(331));
            vault.fail("vault/a", Kind.THROTTLED);
            time.advance(Duration.ofSeconds(331));
            vault.fail("vault/a", Kind.DISABLED);
            time.advance(Duration.ofSeconds(66));
            assertEquals(null, value.current());
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.keyweave."))
                .toList();
        RecordedEvent rotated = one(events, "Rotated");
        assertEquals("vault", rotated.getString("vault"));
        assertEquals("a", rotated.getString("secret"));
        assertEquals(V1, rotated.getString("oldVersion"));
        assertEquals(V2, rotated.getString("newVersion"));
        assertEquals(V2, one(events, "Revoked").getString("oldVersion"));
        assertEquals(V1, one(events, "Expiry").getString("version"));
        Set<String> outcomes = new HashSet<>();
        for (RecordedEvent event : events) {
            if (event.getEventType().getName().endsWith("Fetch")) {
                outcomes.add(event.getString("outcome"));
                assertFalse(event.getDuration().isNegative());
            }
            assertFalse(event.toString().contains("hunter"), event.toString());
        }
        assertEquals(Set.of("OK", "THROTTLED", "DISABLED"), outcomes);
        RecordedEvent stale = events.stream()
                .filter(event -> event.getEventType().getName().endsWith("Stale"))
                .findFirst()
                .orElseThrow();
        assertEquals("THROTTLED", stale.getString("reason"));
        assertTrue(stale.getDuration("age").toSeconds() >= 300);
    }

    /** A recorder that is there, and records only later: as when a JVM is started with a recording, and what ends soon is found in between. */
    @Test
    void whatEndsSoonWaitsForARecording(@TempDir Path folder) throws Exception {
        FlightRecorder.getFlightRecorder();
        vault.put(
                "vault/a",
                new Secret("hunter2", V1, null, true, null, time.now().plus(Duration.ofDays(3))));
        live("$<kv:vault/a>");
        time.advance(Duration.ofSeconds(331));
        Path file = folder.resolve("later.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            time.advance(Duration.ofSeconds(662));
            recording.stop();
            recording.dump(file);
        }
        assertEquals(
                1,
                RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals("io.keyweave.Expiry"))
                        .count(),
                "once, by the first fetch that is recorded");
    }

    /** Of other schemes than Key Vault's the place begins with the scheme: in JMX, in the Flight Recorder, and where a value is masked. */
    @Test
    void otherSchemesAreNamed(@TempDir Path folder) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Path file = folder.resolve("many.jfr");
        try (CachingResolver many = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
                        .provider(new ManyProvider())
                        .time(time)
                        .log(EventLog.SILENT)
                        .watch(new FlightRecorderWatch())
                        .open();
                Recording recording = new Recording();
                ManagementBeans beans = new ManagementBeans(many, time, many.snapshot(), null)) {
            recording.start();
            beans.start();
            LiveValue value = many.bind("$<many:west/1>", Origin.systemProperty("p"));
            many.require(List.of(value));
            assertEquals("value 1", value.current());
            assertEquals("it is $<many:west/1>", many.served().masked("it is value 1"));
            time.advance(Duration.ofSeconds(11));
            ObjectName bean = new ObjectName("io.keyweave:type=Secret,vault=\"many:west\",name=1");
            assertEquals("2", server.getAttribute(bean, "Version"));
            assertTrue(many.metrics().rows().keySet().stream()
                    .anyMatch(row -> row.labels().equals(List.of("vault", "many:west", "secret", "1"))));
            assertEquals("many", new SecretRef("many", "", "1", null).place());
            recording.stop();
            recording.dump(file);
        }
        List<String> places = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.keyweave.Fetch"))
                .map(event -> event.getString("vault") + "/" + event.getString("secret"))
                .toList();
        assertEquals(List.of("many:west/1"), places);
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals("io.keyweave." + name))
                .toList();
        assertEquals(1, found.size(), name + " of " + events);
        return found.get(0);
    }

    @Test
    void beansAppearWhenSomebodyElseHasMadeTheServerAndLeaveWithTheStore() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        vault.put("vault/a", "hunter2", V1).put("vault/b", "hunter3", V1);
        ManagementBeans beans = beans();
        beans.start();
        LiveValue a = live("$<kv:vault/a>");
        LiveValue b = live("$<kv:vault/b>");
        ObjectName totals = new ObjectName("io.keyweave:type=Totals");
        assertFalse(server.isRegistered(totals), "not in the first seconds");
        time.advance(Duration.ofSeconds(11));
        ObjectName secret = new ObjectName("io.keyweave:type=Secret,vault=vault,name=a");
        assertEquals(2, server.getAttribute(totals, "Secrets"));
        assertEquals(2L, server.getAttribute(totals, "Requests"));
        a.current();
        b.current();
        assertEquals(0L, server.getAttribute(totals, "Reads"), "one state for one scrape");
        time.advance(Duration.ofSeconds(1));
        assertEquals(2L, server.getAttribute(totals, "Reads"));
        double dollars = (double) server.getAttribute(totals, "DollarsPerMonth");
        assertTrue(dollars > 0.04 && dollars < 0.06, "2 secrets every 5 minutes cost " + dollars);
        assertEquals(V1, server.getAttribute(secret, "Version"));
        assertEquals(12.0, server.getAttribute(secret, "AgeSeconds"));
        assertEquals("OK", server.getAttribute(secret, "LastOutcome"));
        for (ObjectName name : server.queryNames(new ObjectName("io.keyweave:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                String text = String.valueOf(server.getAttribute(name, attribute.getName()));
                assertFalse(text.contains("hunter"), attribute.getName());
            }
        }
        beans.close();
        assertEquals(Set.of(), server.queryNames(new ObjectName("io.keyweave:*"), null));
    }

    /** What alert rules compare: numbers, for each secret, for each version and for all. */
    @Test
    void attributesAreNumbersThatRulesCanCompare() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        vault.put(
                        "vault/a",
                        new Secret("hunter2", V1, null, true, null, time.now().plus(Duration.ofDays(3))))
                .put("vault/b", "hunter3", V1);
        try (ManagementBeans beans = beans()) {
            beans.start();
            LiveValue a = live("$<kv:vault/a>");
            LiveValue b = live("$<kv:vault/b>");
            vault.put(
                    "vault/a",
                    new Secret("hunter4", V2, null, true, null, time.now().plus(Duration.ofDays(2))));
            time.advance(Duration.ofSeconds(340));
            ObjectName totals = new ObjectName("io.keyweave:type=Totals");
            ObjectName secret = new ObjectName("io.keyweave:type=Secret,vault=vault,name=a");
            ObjectName former = new ObjectName("io.keyweave:type=SecretVersion,vault=vault,name=a,version=11110000");
            ObjectName served = new ObjectName("io.keyweave:type=SecretVersion,vault=vault,name=a,version=22220000");
            assertEquals("UP", server.getAttribute(totals, "Health"));
            assertEquals(1L, server.getAttribute(totals, "Rotations"));
            assertEquals(1L, server.getAttribute(secret, "Rotations"));
            assertEquals(0L, server.getAttribute(secret, "Failures"));
            assertEquals(Double.NaN, server.getAttribute(secret, "SecondsLeft"));
            double expiry = (double) server.getAttribute(secret, "SecondsToExpiry");
            assertTrue(expiry > 170_000 && expiry < 172_800, "two days less five minutes: " + expiry);
            assertEquals(expiry, server.getAttribute(totals, "SecondsToExpiry"));
            assertEquals(
                    Double.NaN,
                    server.getAttribute(
                            new ObjectName("io.keyweave:type=Secret,vault=vault,name=b"), "SecondsToExpiry"));
            assertEquals(0, server.getAttribute(former, "Served"));
            assertEquals(340.0, server.getAttribute(former, "SecondsSinceFetch"));
            assertEquals(1, server.getAttribute(served, "Served"));
            assertTrue((double) server.getAttribute(served, "SecondsSinceFetch") < 60);
            assertEquals(Double.NaN, server.getAttribute(served, "SecondsSinceLogin"));

            vault.fail("vault/a", Kind.THROTTLED);
            time.advance(Duration.ofSeconds(340));
            assertEquals("STALE", server.getAttribute(totals, "Health"));
            assertEquals(1, server.getAttribute(totals, "HealthLevel"));
            long failures = (long) server.getAttribute(secret, "Failures");
            assertTrue(failures > 1, "failed " + failures);
            double left = (double) server.getAttribute(secret, "SecondsLeft");
            assertTrue(left > 86_000 && left < 86_400, "max-stale less a few seconds: " + left);
            CompositeData throttled =
                    ((TabularData) server.getAttribute(totals, "RequestsByOutcome")).get(new Object[] {"THROTTLED"});
            assertEquals(failures, throttled.get("value"));

            time.advance(Duration.ofHours(25));
            assertEquals("OUT_OF_SERVICE", server.getAttribute(totals, "Health"));
            assertEquals(2, server.getAttribute(totals, "HealthLevel"));
            assertEquals(1, server.getAttribute(totals, "Unavailable"));
            assertEquals("hunter3", b.current());
            assertEquals(1, a.references().size());
        }
    }

    @Test
    void offlineCostsNothing(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "vault/a=hunter2\n");
        SecretResolver offline = new ResolverBuilder(Settings.of(Map.of("offline", file.toString()), Map.of()))
                .time(time)
                .log(EventLog.SILENT)
                .open();
        LiveValue a = offline.bind("$<kv:vault/a>", Origin.systemProperty("p"));
        offline.require(List.of(a));
        String table = StatusTable.of(new StatusSnapshot(offline, time, VersionUses.NONE));
        assertTrue(table.contains("up: 1 secrets") && table.contains("(offline)"), table);
        assertFalse(table.contains("$"), table);
    }

    /** Whoever looks at a JVM's exceptions, thrown and caught or not, finds none for the beans. */
    @Test
    void beansComeWithoutAnException(@TempDir Path folder) throws Exception {
        ManagementFactory.getPlatformMBeanServer();
        vault.put("vault/a", "hunter2", V1);
        LiveValue a = live("$<kv:vault/a>");
        Path file = folder.resolve("thrown.jfr");
        try (Recording recording = new Recording();
                ManagementBeans beans = beans()) {
            recording.enable("jdk.JavaExceptionThrow").withoutThreshold();
            recording.start();
            beans.start();
            time.advance(Duration.ofSeconds(11));
            recording.stop();
            recording.dump(file);
        }
        List<String> thrown = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.JavaExceptionThrow"))
                .map(event -> event.getClass("thrownClass").getName())
                .filter(name -> name.startsWith("javax.management."))
                .toList();
        assertEquals(List.of(), thrown);
        assertEquals("hunter2", a.current());
    }

    @Test
    void theTableShowsTheWorstFirstAndNoValue() {
        vault.put("vault/a", "hunter2", V1).put("vault/b", "hunter3", V2).put("vault/c/" + V1, "hunter4", V1);
        List<LiveValue> values =
                List.of(live("$<kv:vault/a>"), live("$<kv:vault/b>"), live("$<kv:vault/c/" + V1 + ">"));
        vault.fail("vault/b", Kind.REFUSED);
        time.advance(Duration.ofSeconds(340));
        String table = StatusTable.of(new StatusSnapshot(resolver, time, VersionUses.NONE));
        String[] lines = table.split(System.lineSeparator());
        assertTrue(
                lines[1].startsWith("vault/b") && lines[1].contains("REFUSED") && lines[1].contains("22220000.."),
                table);
        assertTrue(lines[2].startsWith("vault/a") && lines[2].contains("OK") && lines[2].contains("5m0s"), table);
        assertTrue(lines[3].startsWith("vault/c/" + V1) && lines[3].contains("pinned"), table);
        assertTrue(table.contains("3 secrets, 1 stale, 0 absent; "), table);
        assertTrue(table.contains("\nvault/b: It is REFUSED. Served for up to "), table);
        assertFalse(table.contains("hunter"), table);
        assertEquals(3, values.size());
    }
}
