package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.FakeVault;
import io.keyweave.LiveValue;
import io.keyweave.LogLines;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A resolver on a virtual clock before a vault that does what it is told. */
abstract class StoreFixture {

    static final String V1 = "11110000000000000000000000000001";
    static final String V2 = "22220000000000000000000000000002";
    static final Origin ORIGIN = Origin.systemProperty("db.password");

    final VirtualTime time = new VirtualTime();
    final FakeVault vault = new FakeVault().timedBy(time);
    final LogLines log = new LogLines();
    SecretResolver resolver = open();

    SecretResolver open(String... settings) {
        return open(1, settings);
    }

    SecretResolver open(long seed, String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        if (resolver != null) {
            resolver.close();
        }
        resolver = new ResolverBuilder(Settings.of(map, Map.of()))
                .provider(vault)
                .time(time)
                .log(log)
                .random(new SplittableRandom(seed))
                .open();
        return resolver;
    }

    @AfterEach
    void closeResolver() {
        resolver.close();
    }

    LiveValue live(String text) {
        LiveValue value = resolver.bind(text, ORIGIN);
        resolver.require(List.of(value));
        return value;
    }

    /** Moves on in small steps and looks after each. */
    void watch(Duration by, Duration step, Runnable look) {
        for (Duration past = Duration.ZERO; past.compareTo(by) < 0; past = past.plus(step)) {
            time.advance(step);
            look.run();
        }
    }

    /** Moves on in steps until something is so; a broken rule ends in a failure and not in a loop. */
    void until(Duration step, BooleanSupplier reached) {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            assertTrue(i < 20_000, "not reached after 20,000 steps of " + step);
            time.advance(step);
        }
    }

    /** Seconds between one request and the next. */
    List<Double> gaps() {
        List<Double> gaps = new ArrayList<>();
        List<Long> times = vault.times();
        for (int i = 1; i < times.size(); i++) {
            gaps.add((times.get(i) - times.get(i - 1)) / 1e9);
        }
        return gaps;
    }

    /** The most requests that began within any second, from the request given on. */
    void assertAtMostFiveASecondFrom(int first) {
        List<Long> times = vault.times();
        for (int i = first; i + 5 < times.size(); i++) {
            long span = times.get(i + 5) - times.get(i);
            assertTrue(span >= 1_000_000_000L, "six requests within " + span + " ns");
        }
    }

    static void assertBetween(double least, double most, double actual) {
        assertTrue(actual >= least && actual <= most, actual + " is not within " + least + " to " + most);
    }
}
