package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LogLines;
import io.keyweave.SecretRef;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.time.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectorRestartsTest {

    private static final String HERE = "localhost:8083";
    private static final String ELSEWHERE = "other:8083";

    private final LogLines log = new LogLines();
    private final VirtualTime time = new VirtualTime();
    private final Cluster cluster = new Cluster(time);
    private final Vault vault = new Vault();
    private final ConnectorRestarts restarts = new ConnectorRestarts(cluster, vault, time, new Random(7), log);

    @AfterEach
    void close() {
        restarts.close();
        cluster.close();
    }

    private static SecretRef secret(String name) {
        return new SecretRef("kv", "contoso", name, null);
    }

    /** The variables of the provider {@code kv}, and what is found when the secrets are fetched again. */
    private final class Vault implements ConnectorRestarts.Secrets {
        final Set<String> rotatedUnnoticed = new HashSet<>();

        @Override
        public SecretRef followedBy(DeployedConnector.SecretUse use) {
            return use.provider().equals("kv") ? secret(use.key()) : null;
        }

        @Override
        public void refresh(Collection<DeployedConnector.SecretUse> uses) {
            for (DeployedConnector.SecretUse use : uses) {
                if (rotatedUnnoticed.remove(use.key())) {
                    restarts.changed(secret(use.key()), RestartReason.ROTATED);
                }
            }
        }
    }

    /** A cluster of which some connectors run in this worker. */
    private final class Cluster extends ConnectRest {
        final Map<String, Map<String, String>> configs = new LinkedHashMap<>();
        final Map<String, String> workers = new HashMap<>();
        final Map<String, String> states = new HashMap<>();
        final Map<String, List<DeployedConnector.ReportedState>> tasks = new HashMap<>();
        final List<String> restarted = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final List<Long> moments = new ArrayList<>();
        private final VirtualTime clock;
        boolean down;
        int lookUps;

        Cluster(VirtualTime clock) {
            super(URI.create("http://localhost:8083"), TrustedCertificates.platform(), () -> null);
            this.clock = clock;
        }

        void add(String name, String password) {
            configs.put(name, new HashMap<>(Map.of("name", name, "password", password)));
        }

        @Override
        List<DeployedConnector> connectors(Duration timeout) throws IOException {
            lookUps++;
            if (down) {
                throw new IOException("409");
            }
            List<DeployedConnector> all = new ArrayList<>();
            configs.forEach((name, config) -> all.add(new DeployedConnector(
                    name,
                    config,
                    new DeployedConnector.ReportedState(
                            states.getOrDefault(name, "RUNNING"), workers.getOrDefault(name, HERE)),
                    tasks.getOrDefault(name, List.of()))));
            return all;
        }

        @Override
        boolean isHere(String worker) {
            return worker.equals(HERE);
        }

        @Override
        void restart(String connector, boolean onlyFailed) {
            restarted.add(connector + (onlyFailed ? " what failed" : ""));
            times.add(clock.nanos() / 1_000_000_000L);
            moments.add(clock.nanos() / 1_000_000);
        }
    }

    private void rotate(String name) {
        restarts.changed(secret(name), RestartReason.ROTATED);
    }

    @Test
    void restartsThoseThatNameTheSecretByThisProviderAndRunHere() {
        cluster.add("one", "${kv:contoso:db}");
        cluster.add("two", "jdbc:x?p=${kv:contoso:db}&q=${env:Q}");
        cluster.add("three", "${kv:contoso:other}");
        cluster.add("four", "${kv:contoso:db}");
        cluster.workers.put("four", ELSEWHERE);
        cluster.add("five", "${fp:contoso:db}");

        rotate("db");
        time.advance(Duration.ofMinutes(5));

        assertEquals(List.of("one", "two"), cluster.restarted);
        assertTrue(cluster.times.get(0) >= 3 && cluster.times.get(1) <= 6, cluster.times.toString());
        assertEquals(0, time.pending());
        assertEquals(
                1,
                log.containing("restarted connector one: a secret it names was rotated")
                        .size());
    }

    @Test
    void fiftyConnectorsAreRestartedWithinFifteenSecondsAndNotAllAtOnce() {
        for (int i = 0; i < 50; i++) {
            cluster.add("c" + i, "${kv:contoso:db}");
        }
        rotate("db");
        time.advance(Duration.ofSeconds(15));

        assertEquals(50, cluster.restarted.size());
        for (long second = 0; second < 15; second++) {
            long now = second;
            assertTrue(cluster.times.stream().filter(at -> at == now).count() <= 21, cluster.times.toString());
        }
    }

    /** All workers of a fleet hear of a rotation in the same ttl, and their connectors log in at the same servers. */
    @Test
    void theWorkersOfAFleetDoNotBeginTogether() {
        Set<Long> begun = new HashSet<>();
        for (int worker = 0; worker < 10; worker++) {
            VirtualTime clock = new VirtualTime();
            try (Cluster its = new Cluster(clock);
                    ConnectorRestarts each = new ConnectorRestarts(its, vault, clock, new Random(worker), log)) {
                its.add("one", "${kv:contoso:db}");
                each.changed(secret("db"), RestartReason.ROTATED);
                clock.advance(Duration.ofSeconds(10));
                assertEquals(1, its.moments.size());
                long after = its.moments.get(0);
                assertTrue(after >= 3_000 && after <= 5_000, after + " ms");
                begun.add(after / 100);
            }
        }
        assertTrue(begun.size() >= 6, "tenths of a second in which workers began: " + begun);
    }

    @Test
    void leavesAloneWhatItsAuthorWantsLeftAlone() {
        cluster.add("one", "${kv:contoso:db}");
        cluster.configs.get("one").put("config.action.reload", "NONE");
        cluster.add("two", "${kv:contoso:db}");
        cluster.states.put("two", "STOPPED");
        cluster.add("three", "${kv:contoso:db}");
        cluster.states.put("three", "PAUSED");

        rotate("db");
        time.advance(Duration.ofHours(1));
        assertEquals(List.of(), cluster.restarted);

        // Its tasks still have the value from before.
        cluster.states.put("three", "RUNNING");
        time.advance(Duration.ofMinutes(1));
        assertEquals(List.of("three"), cluster.restarted);
        assertEquals(0, time.pending());
    }

    @Test
    void severalSecretsOfOneConnectorThatRotateTogetherAreOneRestart() {
        cluster.add("one", "${kv:contoso:user} ${kv:contoso:db}");
        cluster.add("two", "${kv:contoso:db}");
        vault.rotatedUnnoticed.add("db");

        rotate("user");
        time.advance(Duration.ofMinutes(5));

        assertEquals(List.of("one", "two"), cluster.restarted);
    }

    @Test
    void afterAnOutageOnlyWhatFailedIsRestartedByWhoeverRunsIt() {
        cluster.add("one", "${kv:contoso:db}");
        cluster.states.put("one", "FAILED");
        cluster.add("two", "${kv:contoso:db}");
        cluster.add("three", "${kv:contoso:db}");
        cluster.workers.put("three", ELSEWHERE);
        cluster.tasks.put("three", List.of(new DeployedConnector.ReportedState("FAILED", HERE)));
        cluster.add("four", "${kv:contoso:db}");
        cluster.workers.put("four", ELSEWHERE);
        cluster.states.put("four", "FAILED");

        restarts.changed(secret("db"), RestartReason.ANSWERS_AGAIN);
        time.advance(Duration.ofSeconds(10));

        assertEquals(List.of("one what failed", "three what failed"), cluster.restarted);
        assertEquals(
                2, log.containing("it had failed, and the vault answers again").size());
    }

    @Test
    void aSecretThatRotatesAllTheTimeRestartsOnceAMinute() {
        cluster.add("one", "${kv:contoso:db}");

        for (int i = 0; i < 300; i++) {
            rotate("db");
            time.advance(Duration.ofSeconds(1));
        }
        time.advance(Duration.ofMinutes(5));

        assertTrue(cluster.times.size() >= 5 && cluster.times.size() <= 6, cluster.times.toString());
        for (int i = 1; i < cluster.times.size(); i++) {
            assertTrue(cluster.times.get(i) - cluster.times.get(i - 1) >= 60, cluster.times.toString());
        }
        assertTrue(cluster.times.get(cluster.times.size() - 1) >= 300, "the last rotation is served, too");
    }

    @Test
    void aWorkerThatRefusesIsAskedAgainAndOneWarningIsLogged() {
        cluster.add("one", "${kv:contoso:db}");
        cluster.down = true;
        rotate("db");
        time.advance(Duration.ofSeconds(27));
        assertEquals(6, cluster.lookUps);

        cluster.down = false;
        time.advance(Duration.ofMinutes(1));

        assertEquals(List.of("one"), cluster.restarted);
        assertEquals(1, log.containing("WARN ").size(), log.all().toString());
    }

    @Test
    void itGivesUpLoudlyAndTheNextRotationIsTriedAgain() {
        cluster.add("one", "${kv:contoso:db}");
        cluster.down = true;
        rotate("db");
        time.advance(Duration.ofHours(1));

        assertTrue(log.all().stream().anyMatch(line -> line.startsWith("ERROR") && line.contains("connect-restart")));
        assertEquals(0, time.pending());

        cluster.down = false;
        rotate("db");
        time.advance(Duration.ofSeconds(6));
        assertEquals(1, cluster.restarted.size());
    }
}
