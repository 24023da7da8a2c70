package io.keyweave.agent.simulate;

import io.keyweave.SecretRef;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.Settings;
import io.keyweave.store.Rules;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Runs a fleet on a virtual clock. The same fleet gives the same figures. */
final class Simulation {

    /** A fleet that is restarted all at once still does not start within one instant. */
    private static final Duration RESTART = Duration.ofSeconds(2);

    private static final int SLICES = 50;

    private Simulation() {}

    static SimulationReport run(Fleet fleet) {
        return run(fleet, done -> {});
    }

    /** @param progress is told how many percent are done, now and then */
    static SimulationReport run(Fleet fleet, IntConsumer progress) {
        VirtualTime time = new VirtualTime();
        SimulatedVaults vaults = new SimulatedVaults(time, fleet);
        SplittableRandom random = new SplittableRandom(fleet.seed());
        Rules rules = Rules.of(Settings.of(Map.of("ttl", DurationText.of(fleet.ttl())), Map.of()));
        List<SecretRef> refs = new ArrayList<>();
        for (int i = 0; i < fleet.secrets(); i++) {
            refs.add(new SecretRef(PlaceholderParser.KEY_VAULT, "vault" + i % fleet.vaults(), "secret-" + i, null));
        }
        Duration over = fleet.restartAll() ? RESTART : fleet.ttl();
        List<SimulatedJvm> jvms = new ArrayList<>();
        for (int i = 0; i < fleet.jvms(); i++) {
            SimulatedJvm jvm = new SimulatedJvm(fleet, rules, time, vaults, random.split(), refs);
            jvm.startAfter(Duration.ofNanos(random.nextLong(over.toNanos())));
            jvms.add(jvm);
        }
        for (int slice = 1; slice <= SLICES; slice++) {
            Duration until = fleet.length().multipliedBy(slice).dividedBy(SLICES);
            time.advance(until.minus(fleet.length().multipliedBy(slice - 1L).dividedBy(SLICES)));
            progress.accept(slice * 100 / SLICES);
        }
        SimulationReport report = SimulationReport.of(fleet, vaults, jvms);
        jvms.forEach(SimulatedJvm::stop);
        return report;
    }
}
