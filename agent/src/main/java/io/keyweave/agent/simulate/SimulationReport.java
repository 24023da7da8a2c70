package io.keyweave.agent.simulate;

import java.util.List;

/**
 * What came of a simulation.
 *
 * @param fleet what was simulated
 * @param perWindow requests in each ten seconds, all vaults together
 * @param peak the most of them
 * @param peakShare the most that one vault was asked for in ten seconds, as a share of its limit
 * @param mean requests in ten seconds once every JVM has started and a ttl has passed
 * @param throttled 429 answers to requests for one secret
 * @param throttledBatches the same to requests for several, each of whose secrets was then asked for alone
 * @param started JVMs that have started
 * @param lastStart seconds until the last of them had
 * @param restarted JVMs whose first start failed
 */
record SimulationReport(
        Fleet fleet,
        List<Integer> perWindow,
        int peak,
        double peakShare,
        double mean,
        long throttled,
        long throttledBatches,
        int started,
        double lastStart,
        int restarted) {

    static SimulationReport of(Fleet fleet, SimulatedVaults vaults, List<SimulatedJvm> jvms) {
        List<Integer> perWindow =
                vaults.windows().stream().map(SimulatedVaults::sum).toList();
        int most = 0;
        for (int[] window : vaults.windows()) {
            for (int count : window) {
                most = Math.max(most, count);
            }
        }
        int started = 0;
        int restarted = 0;
        double last = 0;
        for (SimulatedJvm jvm : jvms) {
            started += jvm.startedAt() >= 0 ? 1 : 0;
            restarted += jvm.attempts() > 1 ? 1 : 0;
            last = Math.max(last, jvm.startedAt() / 1e9);
        }
        int steady = (int) Math.min(
                perWindow.size() - 1.0, (last + fleet.ttl().toSeconds() * 1.1) / SimulatedVaults.WINDOW_SECONDS + 1);
        double mean = perWindow.subList(Math.max(0, steady), perWindow.size()).stream()
                .mapToInt(count -> count)
                .average()
                .orElse(0);
        return new SimulationReport(
                fleet,
                perWindow,
                perWindow.stream().mapToInt(count -> count).max().orElse(0),
                most / (double) fleet.service().limit(),
                mean,
                vaults.throttled(),
                vaults.throttledBatches(),
                started,
                last,
                restarted);
    }

    /** The share of all vaults' limit that refreshing takes once the fleet runs. */
    double meanShare() {
        return mean / limit();
    }

    /** Requests in ten seconds that all vaults together answer. */
    int limit() {
        return (int) Math.min(fleet.service().ofAll(), (long) fleet.service().limit() * fleet.vaults());
    }

    double requestsPerMonth() {
        return mean / SimulatedVaults.WINDOW_SECONDS * 30 * 86_400;
    }

    double dollarsPerMonth() {
        return requestsPerMonth() * fleet.service().cost().dollarsPer10000Requests() / 10_000
                + fleet.secrets() * fleet.service().cost().dollarsPerSecretAndMonth();
    }
}
