package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaParametersTest {

    @Test
    void takesOurSettingsAndThoseOfKafka() {
        KafkaParameters parameters = KafkaParameters.read(Map.of(
                "vault.prod", "https://contoso-prod.vault.azure.net",
                "ttl", "1m",
                "default.vault", "prod",
                "file.dir", "/run/secrets",
                "connect-ttl", "2m",
                "connect-restart", "http://localhost:8083"));

        assertEquals(Duration.ofMinutes(1), parameters.settings().duration(Setting.TTL));
        assertEquals("prod", parameters.defaultVault());
        assertEquals(Path.of("/run/secrets"), parameters.fileDir());
        assertEquals(Duration.ofMinutes(2), parameters.connectTtl());
        assertEquals("http://localhost:8083", String.valueOf(parameters.connectRestart()));
    }

    @Test
    void hasNoTicksAndNoRestartsUnlessAsked() {
        KafkaParameters parameters = KafkaParameters.read(Map.of());

        assertNull(parameters.connectTtl());
        assertNull(parameters.connectRestart());
    }

    @Test
    void aUserOfLensesChangesOneClassName() {
        KafkaParameters parameters = KafkaParameters.read(Map.of(
                "azure.auth.method", "credentials",
                "azure.client.id", "id",
                "azure.tenant.id", "tenant",
                "azure.secret.id", "hunter2",
                "file.dir", "/tmp/secrets"));

        assertEquals("client-secret", parameters.settings().text(Setting.AUTH));
        assertEquals("id", parameters.settings().text(Setting.CLIENT_ID));
        assertEquals("tenant", parameters.settings().text(Setting.TENANT_ID));
        assertEquals("hunter2", parameters.settings().text(Setting.CLIENT_SECRET));
        assertFalse(parameters.toString().contains("hunter2"), parameters.toString());
        assertEquals(
                "auto",
                KafkaParameters.read(Map.of("azure.auth.method", "default"))
                        .settings()
                        .text(Setting.AUTH));
    }

    @Test
    void getTakesTenSecondsAtMost() {
        assertEquals("10s", startup(Map.of()));
        assertEquals("10s", startup(Map.of("startup-timeout", "30s")));
        assertEquals("3s", startup(Map.of("startup-timeout", "3s")));
        assertEquals("8s", startup(Map.of("connect-restart", "http://localhost:8083")));
    }

    private static String startup(Map<String, String> parameters) {
        return KafkaParameters.read(parameters).settings().text(Setting.STARTUP_TIMEOUT);
    }

    @Test
    void listsEverythingThatIsWrong() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> KafkaParameters.read(Map.of(
                                "connect-ttl", "0",
                                "connect-restart", "localhost",
                                "default.vault", "https://evil.example",
                                "azure.auth.method", "magic",
                                "startup-spread", "1m",
                                "tll", "5m")))
                .getMessage();

        for (String name :
                new String[] {"connect-ttl", "connect-restart", "default.vault", "azure.auth.method", "tll"}) {
            assertTrue(message.contains(name), message);
        }
        for (String line : message.split("\n")) {
            assertTrue(line.endsWith(". (KW-7051)") || line.startsWith("Further parameters are "), line);
        }
    }

    @Test
    void aLoginForTheRestInterfaceIsNotShownAndComesWhole() {
        KafkaParameters parameters = KafkaParameters.read(
                Map.of("connect-rest-user", "admin", "connect-rest-password", "hunter2", "connect-rest", "off"));
        assertFalse(parameters.toString().contains("hunter2"), parameters.toString());
        assertTrue(parameters.connectRestOff());

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> KafkaParameters.read(Map.of(
                                "connect-rest-user", "admin",
                                "connect-rest", "off",
                                "connect-restart", "http://localhost:8083")))
                .getMessage();
        assertTrue(message.contains("parameter connect-rest-password: it is missing"), message);
        assertTrue(message.contains("parameter connect-rest: it is off"), message);
    }

    @Test
    void aWorkersOwnListenerIsFound() {
        assertEquals("http://localhost:8083", String.valueOf(WorkerProperties.listener("http://:8083")));
        assertEquals(
                "http://localhost:8080",
                String.valueOf(WorkerProperties.listener("https://0.0.0.0:8443, HTTP://0.0.0.0:8080")));
        assertEquals("https://connect-1:8443", String.valueOf(WorkerProperties.listener("https://connect-1:8443")));
        assertEquals("http://[fe80::1]:1", String.valueOf(WorkerProperties.listener("http://[fe80::1]:1")));
        assertNull(WorkerProperties.listener("http://:0"));
        assertNull(WorkerProperties.listener(""));
        assertEquals(
                new WorkerProperties(null, null, false), WorkerProperties.of(Map.of("vault.a", "b")), "of a client");
    }

    @Test
    void equalParametersAreEqual() {
        assertEquals(KafkaParameters.read(Map.of("ttl", "1m")), KafkaParameters.read(Map.of("ttl", "1m")));
        assertFalse(KafkaParameters.read(Map.of("ttl", "1m")).equals(KafkaParameters.read(Map.of("ttl", "2m"))));
    }
}
