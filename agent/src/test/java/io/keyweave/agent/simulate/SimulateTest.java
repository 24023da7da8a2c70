package io.keyweave.agent.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.RequestCost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int simulate(String arguments) {
        return Simulate.run(
                arguments.isEmpty() ? new String[0] : arguments.split(" "),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Fleet fleet(int jvms, boolean restartAll, Duration spread) {
        return fleet(jvms, restartAll, spread, Duration.ofMinutes(20));
    }

    private static Fleet fleet(int jvms, boolean restartAll, Duration spread, Duration length) {
        return new Fleet(
                jvms,
                20,
                1,
                Duration.ofMinutes(5),
                spread,
                Duration.ofSeconds(15),
                restartAll,
                Duration.ofMillis(20),
                length,
                1,
                ServiceLimits.ofKeyVault());
    }

    @Test
    void aRunningFleetAsksAtTheRateOfItsTtl() {
        SimulationReport report = Simulation.run(fleet(100, false, Duration.ZERO));
        assertEquals(0, report.throttled());
        assertEquals(100, report.started());
        // 2,000 secrets every 300 to 330 s.
        assertTrue(report.mean() > 60 && report.mean() < 67, "mean " + report.mean());
        assertTrue(
                report.dollarsPerMonth() > 45 && report.dollarsPerMonth() < 53, "dollars " + report.dollarsPerMonth());
    }

    @Test
    void aFleetThatStartsAtOnceIsThrottledAndStillStarts() {
        // The start, and one refresh of all.
        Duration length = Duration.ofMinutes(6);
        SimulationReport report = Simulation.run(fleet(300, true, Duration.ZERO, length));
        assertTrue(report.throttled() > 0);
        assertTrue(report.peakShare() > 1);
        assertTrue(
                report.peak() < 7_000,
                "what is refused is asked for again a few times, not all at once: " + report.peak());
        assertEquals(300, report.started());
        SimulationReport spread = Simulation.run(fleet(300, true, Duration.ofMinutes(1), length));
        assertEquals(0, spread.throttled());
        assertEquals(300, spread.started());
        assertEquals(0, spread.restarted());
        List<String> advice = Advice.of(report, null);
        assertTrue(advice.get(0).contains("With startup-spread="), advice.toString());
        assertTrue(advice.get(0).contains(": 0 answers 429"), advice.toString());
    }

    @Test
    void aTtlThatAsksTooMuchIsAdvisedAgainst() {
        assertEquals(0, simulate("--jvms 200 --secrets 20 --ttl 10s --length 2m"));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("Refreshing alone takes"),
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertEquals(
                Simulation.run(fleet(20, true, Duration.ofSeconds(5))),
                Simulation.run(fleet(20, true, Duration.ofSeconds(5))));
    }

    @Test
    void aPictureNeedsTheJarThatDraws(@TempDir Path folder) {
        assertEquals(66, simulate("--svg " + folder.resolve("rate.svg") + " --charts " + folder.resolve("charts.jar")));
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("there is no " + folder.resolve("charts.jar")), told);
        assertEquals("", out.toString(StandardCharsets.UTF_8), "found before anything is simulated");
    }

    /** Told where somebody looks: how far it is, of each fleet that is simulated, and nothing of it is left on the screen. */
    @Test
    void progressIsOnATerminalOnly() {
        String[] arguments = "--jvms 300 --restart-all --length 2m".split(" ");
        Simulate.run(arguments, new PrintStream(out, true), new PrintStream(err, true), true);
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("\r 50 % of 2m, startup-spread 0s"), told);
        assertTrue(told.contains("\r 50 % of 2m, startup-spread 30s"), told);
        assertTrue(told.endsWith(" \r"), told);
        String seen = out.toString(StandardCharsets.UTF_8);
        err.reset();
        out.reset();
        Simulate.run(arguments, new PrintStream(out, true), new PrintStream(err, true), false);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        assertEquals(seen, out.toString(StandardCharsets.UTF_8));
    }

    /**
     * Limits and prices are the service's: a region of AWS answers 10,000 a second, and a secret has a price of its own. A start that asks for
     * twenty secrets by one request makes one, and there the limit is a hundred a second.
     */
    @Test
    void anotherServiceHasItsOwnLimitsAndPrices() {
        SimulationReport report = Simulation.run(ofAws(100, Duration.ofMinutes(20)));
        assertEquals(0, report.throttled());
        assertEquals(0, report.throttledBatches());
        assertEquals(100, report.perWindow().get(0), "one request for each JVM");
        assertEquals(report.requestsPerMonth() * 0.05 / 10_000 + 8, report.dollarsPerMonth(), 0.01);
        String text = SimulateText.of(report, null);
        assertTrue(text.contains("(at $0.05 for 10,000 and $0.40 a secret)"), text);
        assertTrue(text.contains("JVMs started        all after 2.0 s, each at its first attempt"), text);
    }

    @Test
    void requestsForSeveralBeyondTheirLimitAreMadeForEachAlone() {
        SimulationReport report = Simulation.run(ofAws(1_500, Duration.ofMinutes(1)));
        assertEquals(0, report.throttled());
        assertEquals(500, report.throttledBatches(), "of 1,500 in the ten seconds that 1,000 are answered in");
        assertEquals(1_500 + 500 * 20, report.perWindow().get(0));
        assertEquals(1_500, report.started());
        assertTrue(SimulateText.of(report, null).contains("0, and 500 to requests for several secrets"));
    }

    private static Fleet ofAws(int jvms, Duration length) {
        RequestCost cost = new RequestCost(
                0.05, 0.4, 10_000, Duration.ofSeconds(1), "account and region", 20, 100, "https://example.com");
        return new Fleet(
                jvms,
                20,
                1,
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofSeconds(15),
                true,
                Duration.ofMillis(20),
                length,
                1,
                new ServiceLimits("account and region", 100_000, Integer.MAX_VALUE, 1_000, cost));
    }
}
