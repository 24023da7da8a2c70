package io.keyweave.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.keyweave.EventLog;
import io.keyweave.FakeVault;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a monitoring system costs that asks for the attributes of a thousand secrets by JMX. */
class ScrapeTest {

    private static final String V1 = "11110000000000000000000000000001";
    private static final int SECRETS = 1_000;

    private final VirtualTime time = new VirtualTime();
    private final FakeVault vault = new FakeVault();
    private final SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
            .provider(vault)
            .time(time)
            .log(EventLog.SILENT)
            .random(new SplittableRandom(1))
            .open();
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AfterEach
    void close() {
        resolver.close();
    }

    private List<LiveValue> bind(int readers) {
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            vault.put("vault/s" + i, "hunter2", V1);
            for (int reader = 0; reader < readers; reader++) {
                values.add(resolver.bind("$<kv:vault/s" + i + ">", Origin.of("place " + i + "/" + reader)));
            }
        }
        resolver.require(values);
        return values;
    }

    private ManagementBeans beans() {
        ManagementBeans beans =
                new ManagementBeans(resolver, time, new StatusSnapshot(resolver, time, VersionUses.NONE), null);
        beans.start();
        time.advance(Duration.ofSeconds(11));
        return beans;
    }

    private Set<ObjectName> names() throws Exception {
        Set<ObjectName> names = server.queryNames(new ObjectName("io.keyweave:type=Secret,*"), null);
        assertEquals(SECRETS, names.size());
        return names;
    }

    @Test
    void oneScrapeOfAThousandSecretsIsOneLookAtTheStore() throws Throwable {
        List<LiveValue> values = bind(30);
        try (ManagementBeans beans = beans()) {
            Set<ObjectName> names = names();
            scrape(names);
            time.advance(Duration.ofSeconds(1));
            long oneLook = allocatedBy(resolver::status);
            long all = allocatedBy(() -> scrape(names));
            assertTrue(all < 8_000_000 + 2 * oneLook, "allocated " + all + ", one look at the store " + oneLook);
            String[] readBy = (String[])
                    server.getAttribute(new ObjectName("io.keyweave:type=Secret,vault=vault,name=s7"), "ReadBy");
            assertEquals(21, readBy.length);
            assertEquals("10 more", readBy[20]);
        }
        assertEquals(30_000, values.size());
    }

    /** More than half of it is JMX's own: a list, an attribute each, and parts of the name. */
    @Test
    void aScrapeMakesAKilobyteForASecret() throws Throwable {
        List<LiveValue> values = bind(1);
        try (ManagementBeans beans = beans()) {
            Set<ObjectName> names = names();
            scrape(names);
            time.advance(Duration.ofSeconds(1));
            long scrape = allocatedBy(() -> scrape(names)) / SECRETS;
            long look = allocatedBy(resolver::status) / SECRETS;
            assertTrue(look <= 350, look + " bytes a secret for one look at the store");
            assertTrue(scrape <= 1_150, scrape + " bytes a secret for one scrape");
            assertEquals(SECRETS, resolver.status().size());
        }
        assertEquals(SECRETS, values.size());
    }

    private long allocatedBy(Executable work) throws Throwable {
        long before = memory.getCurrentThreadAllocatedBytes();
        work.execute();
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    private void scrape(Set<ObjectName> names) throws Exception {
        String[] attributes = {"State", "Version", "AgeSeconds", "TtlSeconds", "LastOutcome", "Reads", "Requests"};
        for (ObjectName name : names) {
            assertEquals(
                    attributes.length, server.getAttributes(name, attributes).size());
        }
    }
}
