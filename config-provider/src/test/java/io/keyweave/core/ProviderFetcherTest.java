package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogLines;
import io.keyweave.ManyProvider;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.ServiceUsage;
import io.keyweave.observability.StatusJson;
import io.keyweave.observability.StatusTable;
import io.keyweave.served.SecretPart;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One request for many secrets, where the provider can; and the version before. */
class ProviderFetcherTest {

    private final ManyProvider many = new ManyProvider();
    private final VirtualTime time = new VirtualTime();
    private final LogLines log = new LogLines();

    @AutoClose
    private final CachingResolver resolver = new ResolverBuilder(Settings.of(Map.of()))
            .provider(many)
            .time(time)
            .log(log)
            .open();

    private List<LiveValue> bind(String... texts) {
        List<LiveValue> values = new ArrayList<>();
        for (String text : texts) {
            values.add(resolver.bind(text, Origin.of("test")));
        }
        return values;
    }

    @Test
    void aStartWithManyAsksForSeveralAtOnce() {
        List<LiveValue> values = bind(
                "$<many:a/1>", "$<many:a/2>", "$<many:b/3>", "$<many:a/5>", "$<many:a/6>", "$<many:a/1?stage=before>");
        resolver.require(values);
        assertTrue(many.requests.containsAll(List.of("many:b/3", "many:a/1?stage=before")), many.requests.toString());
        assertEquals(4, many.requests.size(), "four of one region take two, three and one: " + many.requests);
        assertEquals("value 6", values.get(4).current());
    }

    @Test
    void eachOfThemHasAnOutcomeOfItsOwn() {
        SecretException failed = assertThrows(
                SecretException.class,
                () -> resolver.require(bind("$<many:a/1>", "$<many:a/4>", "$<many:a/7?default=x>")));
        assertEquals(1, failed.failures().size());
        assertEquals("many:a/4", String.valueOf(failed.failures().get(0).ref()));
    }

    @Test
    void whatIsLeftOutIsAskedForAlone() {
        many.permitted = false;
        List<LiveValue> values = bind("$<many:a/1>", "$<many:a/2>");
        resolver.require(values);
        assertEquals(3, many.requests.size());
        assertEquals("value 1", values.get(0).current());
        assertEquals("value 2", values.get(1).current());
    }

    @Test
    void oneReasonForAllIsToldOfEach() {
        many.failing = Failure.local(Failure.Kind.REFUSED, null, "Not you.", "Ask.");
        SecretException failed =
                assertThrows(SecretException.class, () -> resolver.require(bind("$<many:a/1>", "$<many:a/2>")));
        assertEquals(2, failed.failures().size());
        assertEquals("many:a/1", String.valueOf(failed.failures().get(0).ref()));
        assertEquals(1, many.requests.size());
        assertTrue(failed.getMessage().contains("2 placeholders cannot"), failed.getMessage());
    }

    @Test
    void optionsOfTheSchemesOwn() {
        SecretException wrong = assertThrows(SecretException.class, () -> bind("x$<many:a/1?ttl=5m&stage=later>"));
        assertTrue(
                wrong.getMessage().startsWith("test, column 20: there is no stage of that name."), wrong.getMessage());
        SecretException unknown = assertThrows(SecretException.class, () -> bind("$<many:a/1?version=1>"));
        assertTrue(
                unknown.getMessage().contains("The options are ttl, optional, default, trim, stage and as"),
                unknown.getMessage());
        SecretException twice =
                assertThrows(SecretException.class, () -> bind("$<many:a/1?stage=before&stage=before>"));
        assertTrue(twice.getMessage().contains("the option stage is given twice"), twice.getMessage());
    }

    /** A name of several words, of which the one message for all of them does not consist of. */
    @Test
    void theVersionBefore() {
        List<LiveValue> values = bind("$<many:a/1#p>");
        SecretRef ref = values.get(0).references().get(0);
        assertNull(resolver.served().previous(List.of(new SecretPart(ref, "p", false)), Duration.ofSeconds(1)));
        resolver.check(values);
        assertNull(
                resolver.served().previous(List.of(new SecretPart(ref, "p", false)), Duration.ofSeconds(1)), "no JSON");
        List<LiveValue> whole = bind("$<many:a/1>");
        resolver.require(whole);
        assertEquals(
                "{\"p\":\"old\"}",
                resolver.served()
                        .previous(List.of(new SecretPart(ref, null, false)), Duration.ofSeconds(1))
                        .get(0)
                        .text());
        assertEquals("1", resolver.served().find("{\"p\":\"old\"}").get(0).version(), "a pool may still come with it");
        assertEquals(List.of("before 2"), many.requests.subList(1, 2));
    }

    private static Failure refused(Settings settings) {
        try (CachingResolver refusing = new ResolverBuilder(settings)
                .provider(new ManyProvider())
                .time(new VirtualTime())
                .open()) {
            SecretException refused =
                    assertThrows(SecretException.class, () -> refusing.resolve("$<many:west/1>", Origin.of("test")));
            Failure failure = refused.failures().get(0);
            assertEquals(Failure.Kind.MALFORMED, failure.kind());
            assertFalse(refused.getMessage().contains("$<kv"), refused.getMessage());
            return failure;
        }
    }

    /** It would otherwise reach the service as a wrong credential. */
    @Test
    void aPlaceholderInWhatTheProviderReadsItselfIsRefused() {
        Failure variable = refused(Settings.of(Map.of(), Map.of("MANY_KEY", "$<kv:v/key>")));
        assertEquals(
                "env MANY_KEY: a placeholder cannot be here, because the provider of many: needs this value itself to fetch secrets.",
                variable.cause());
        assertEquals("KW-5123", variable.messageCode());
        Failure property = refused(Settings.of(Map.of(), Map.of(), Map.of("many.key", "x$<kv:v/key>")));
        assertTrue(property.cause().startsWith("system property many.key: "), property.cause());
        Failure setting = refused(Settings.of(Map.of("many.token", "$<kv:v/key>")));
        assertTrue(
                setting.cause().startsWith("setting many.token: the value holds a placeholder, which cannot be"),
                setting.cause());
        assertEquals("KW-5101", setting.messageCode());
    }

    /** A request for several secrets is one request, and costs what one costs. */
    @Test
    void requestsAndTheirPriceAreCountedByScheme() {
        resolver.require(bind("$<many:west/1>", "$<many:west/2>", "$<many:west/3>", "$<many:east/1>"));
        assertEquals(2, many.requests.size());
        assertEquals(List.of(new ServiceUsage("many", 2, many.cost())), resolver.services());
        String table = StatusTable.of(resolver.snapshot());
        assertTrue(
                table.contains("4 secrets, 0 stale, 0 absent; 2 requests since the start; at these ttls 32,914 requests"
                        + " and $1.65 a month."),
                table);
        assertTrue(table.matches("(?s).*many +2 +32,914 +\\$1.65 +\\$0.50 +\\$2.00\\R.*"), table);
        String json = StatusJson.text(StatusJson.of(resolver.snapshot()));
        assertTrue(json.contains("\"dollarsPerMonth\": 1.65"), json);
        assertTrue(json.contains("\"scheme\": \"many\""), json);
        assertTrue(json.contains("\"published\": \"https://example.com (2026)\""), json);
    }
}
