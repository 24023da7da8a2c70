package io.keyweave.agent.simulate;

import io.keyweave.RequestCost;
import io.keyweave.settings.DurationText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for a terminal. */
final class SimulateText {

    private SimulateText() {}

    /** @param better the same fleet with {@link Advice#enough}, or null */
    static String of(SimulationReport report, @Nullable SimulationReport better) {
        Fleet fleet = report.fleet();
        RequestCost cost = fleet.service().cost();
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%,d JVMs with %,d secrets each in %s, ttl %s, %s, startup-spread %s; %s simulated, seed %d%n%n",
                fleet.jvms(),
                fleet.secrets(),
                containers(fleet),
                DurationText.of(fleet.ttl()),
                fleet.restartAll() ? "all started within 2 s" : "started over one ttl",
                DurationText.of(fleet.startupSpread()),
                DurationText.of(fleet.length()),
                fleet.seed()));
        out.append(String.format(
                Locale.ROOT,
                "requests per 10 s   peak %,d (one %s %.0f %% of its limit of %,d), then mean %,.0f (%.0f %%)%n",
                report.peak(),
                fleet.service().container(),
                report.peakShare() * 100,
                fleet.service().limit(),
                report.mean(),
                report.meanShare() * 100));
        out.append(String.format(
                Locale.ROOT,
                "answers 429         %,d%s%n",
                report.throttled(),
                report.throttledBatches() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", and %,d to requests for several secrets, each of which was then asked for alone",
                                report.throttledBatches())));
        out.append(String.format(Locale.ROOT, "JVMs started        %s%n", started(report)));
        out.append(String.format(
                Locale.ROOT,
                "cost per month      %,.0f requests, $%,.2f (at $%.2f for 10,000%s)%n%n",
                report.requestsPerMonth(),
                report.dollarsPerMonth(),
                cost.dollarsPer10000Requests(),
                cost.dollarsPerSecretAndMonth() == 0
                        ? ""
                        : String.format(Locale.ROOT, " and $%.2f a secret", cost.dollarsPerSecretAndMonth())));
        for (String advice : Advice.of(report, better)) {
            out.append(advice).append(System.lineSeparator());
        }
        return out.toString();
    }

    private static String containers(Fleet fleet) {
        String container = fleet.service().container();
        return fleet.vaults() == 1
                ? "one " + container
                : fleet.vaults() + (container.equals("vault") ? " vaults" : " times one " + container);
    }

    private static String started(SimulationReport report) {
        Fleet fleet = report.fleet();
        String again = report.restarted() == 0
                ? "each at its first attempt"
                : String.format(Locale.ROOT, "%,d of them after a failed start", report.restarted());
        return report.started() == fleet.jvms()
                ? "all after " + span(report.lastStart()) + ", " + again
                : String.format(Locale.ROOT, "%,d of %,d, %s", report.started(), fleet.jvms(), again);
    }

    static String span(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %d s", (long) seconds / 60, (long) seconds % 60);
    }
}
