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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectorRestartsTest {

    private static final SecretRef DB = new SecretRef("kv", "contoso", "db", null);

    private final LogLines log = new LogLines();
    private final VirtualTime time = new VirtualTime();
    private final Cluster cluster = new Cluster();
    private final ConnectorRestarts restarts =
            new ConnectorRestarts(cluster, (path, key, secret) -> (path + "/" + key).equals(secret.path()), time, log);

    @AfterEach
    void close() {
        restarts.close();
    }

    /** A cluster of which some connectors run in this worker. */
    private final class Cluster extends ConnectRest {
        final Map<String, String> passwords = new LinkedHashMap<>();
        final Set<String> elsewhere = new HashSet<>();
        final List<String> restarted = new ArrayList<>();
        boolean down;
        int lookUps;

        Cluster() {
            super(URI.create("http://localhost:1"), TrustedCertificates.platform());
        }

        @Override
        List<String> connectors() throws IOException {
            lookUps++;
            if (down) {
                throw new IOException("409");
            }
            return List.copyOf(passwords.keySet());
        }

        @Override
        Map<String, String> rawConfig(String connector) {
            return Map.of("name", connector, "password", passwords.get(connector));
        }

        @Override
        boolean runsHere(String connector) {
            return !elsewhere.contains(connector);
        }

        @Override
        void restart(String connector) {
            restarted.add(connector + " at " + time.nanos() / 1_000_000_000L);
        }
    }

    @Test
    void restartsThoseThatNameTheSecretAndRunHere() {
        cluster.passwords.put("one", "${kv:contoso:db}");
        cluster.passwords.put("two", "jdbc:x?p=${kv:contoso:db}&q=${env:Q}");
        cluster.passwords.put("three", "${kv:contoso:other}");
        cluster.passwords.put("four", "${kv:contoso:db}");
        cluster.elsewhere.add("four");

        restarts.changed(DB);
        time.advance(Duration.ofMinutes(5));

        assertEquals(List.of("one at 3", "two at 4"), cluster.restarted);
        assertEquals(1, cluster.lookUps);
        assertEquals(0, time.pending());
    }

    @Test
    void aSecretThatRotatesAllTheTimeRestartsOnceAMinute() {
        cluster.passwords.put("one", "${kv:contoso:db}");

        for (int i = 0; i < 300; i++) {
            restarts.changed(DB);
            time.advance(Duration.ofSeconds(1));
        }
        time.advance(Duration.ofMinutes(5));

        assertEquals(
                List.of("one at 3", "one at 63", "one at 123", "one at 183", "one at 243", "one at 303"),
                cluster.restarted);
    }

    @Test
    void aWorkerThatRefusesIsAskedAgainAndOneWarningIsLogged() {
        cluster.passwords.put("one", "${kv:contoso:db}");
        cluster.down = true;
        restarts.changed(DB);
        time.advance(Duration.ofSeconds(32));
        assertEquals(6, cluster.lookUps);

        cluster.down = false;
        time.advance(Duration.ofMinutes(1));

        assertEquals(List.of("one at 33"), cluster.restarted);
        assertEquals(1, log.containing("WARN ").size(), log.all().toString());
    }

    @Test
    void itGivesUpLoudlyAndTheNextRotationIsTriedAgain() {
        cluster.passwords.put("one", "${kv:contoso:db}");
        cluster.down = true;
        restarts.changed(DB);
        time.advance(Duration.ofHours(1));

        assertTrue(log.all().stream().anyMatch(line -> line.startsWith("ERROR") && line.contains("connect-restart")));
        assertEquals(0, time.pending());

        cluster.down = false;
        restarts.changed(DB);
        time.advance(ConnectorRestarts.SETTLE);
        assertEquals(1, cluster.restarted.size());
    }
}
