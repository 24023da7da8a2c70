package io.keyweave.agent.simulate;

import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to change, each with the simulation that shows it helps. */
final class Advice {

    /** Other users of the vault, deployments and retries need room too. */
    private static final double COMFORTABLE = 0.5;

    private Advice() {}

    /** @param other the same fleet with another spread, or null */
    static List<String> of(SimulationReport report, @Nullable SimulationReport other) {
        List<String> advice = new ArrayList<>();
        Fleet fleet = report.fleet();
        if (report.meanShare() > COMFORTABLE) {
            long ttl = (long) Math.ceil(fleet.round() * 10.0 / (report.limit() * COMFORTABLE));
            advice.add(String.format(
                    Locale.ROOT,
                    "Refreshing alone takes %.0f %% of the limit. Set ttl=%s, or spread the secrets over %d vaults.",
                    report.meanShare() * 100,
                    DurationText.of(Duration.ofSeconds(roundUp(ttl))),
                    (int) Math.ceil(fleet.vaults() * report.meanShare() / COMFORTABLE)));
        }
        if (spreads(report)) {
            Duration spread = enough(report);
            advice.add(spread(
                    report,
                    other != null && other.fleet().startupSpread().equals(spread)
                            ? other
                            : Simulation.run(report.fleet().withSpread(spread))));
        }
        if (advice.isEmpty()) {
            advice.add("Nothing to change: no request is refused, and half of the limit is free.");
        }
        return advice;
    }

    /** Whether a {@code startup-spread} is what helps. */
    static boolean spreads(SimulationReport report) {
        return report.throttled() > 0 && report.meanShare() <= COMFORTABLE;
    }

    private static String spread(SimulationReport report, SimulationReport better) {
        Fleet fleet = report.fleet();
        return String.format(
                Locale.ROOT,
                "Starting at once asks for %,d secrets, %.1f times what the vaults answer in 10 s. With startup-spread=%s: %,d answers"
                        + " 429, peak %,d, all JVMs up after %s.",
                fleet.round(),
                fleet.round() / (double) report.limit(),
                DurationText.of(better.fleet().startupSpread()),
                better.throttled(),
                better.peak(),
                SimulateText.span(better.lastStart()));
    }

    /** A {@code startup-spread} with which a start at once takes half of the limit. */
    static Duration enough(SimulationReport report) {
        double windows = report.fleet().round() * 10.0 / (report.limit() * COMFORTABLE);
        return Duration.ofSeconds(roundUp((long) Math.ceil(windows)));
    }

    /** To something a person would set. */
    private static long roundUp(long seconds) {
        long step = seconds <= 60 ? 10 : seconds <= 600 ? 60 : 300;
        return (seconds + step - 1) / step * step;
    }
}
