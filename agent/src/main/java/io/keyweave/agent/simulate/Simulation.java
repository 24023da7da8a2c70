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

/** Runs a fleet on a virtual clock. The same fleet gives the same figures. */
final class Simulation {

    /** A fleet that is restarted all at once still does not start within one instant. */
    private static final Duration RESTART = Duration.ofSeconds(2);

    private Simulation() {}

    static SimulationReport run(Fleet fleet) {
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
        time.advance(fleet.length());
        SimulationReport report = SimulationReport.of(fleet, vaults, jvms);
        jvms.forEach(SimulatedJvm::stop);
        return report;
    }
}
