package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A dev vault called {@code contoso}, and the parameters and environment with which Kafka reads it. */
final class Vault implements AutoCloseable {

    private final long opened = System.nanoTime();
    private final DevVault dev = DevVault.start();
    private final VaultServer server = dev.vault("contoso");

    VaultServer server() {
        return server;
    }

    Map<String, String> environment() {
        return dev.environment();
    }

    /** The worker, client or broker properties for the provider {@code kv}, with parameters as pairs of name and value. */
    Map<String, String> provider(String... parameters) {
        return providerCalled("kv", parameters);
    }

    /** The same for a provider of that name. */
    Map<String, String> providerCalled(String name, String... parameters) {
        Map<String, String> properties = new HashMap<>();
        properties.put("config.providers", name);
        String prefix = "config.providers." + name + ".";
        properties.put(prefix + "class", "io.keyweave.kafka.KeyVaultConfigProvider");
        prefix += "param.";
        properties.put(prefix + "vault.contoso", server.url());
        properties.put(prefix + "ca", dev.certificateFile().toString());
        for (int i = 0; i < parameters.length; i += 2) {
            properties.put(prefix + parameters[i], parameters[i + 1]);
        }
        return properties;
    }

    /** GETs of that secret that carried a token: the challenge, which precedes the first, is not counted. */
    long gets(String secret) {
        return server.requests().stream()
                .filter(request -> request.authenticated() && request.path().contains("/secrets/" + secret))
                .count();
    }

    /** Fails if a process asked for a secret more often than its ttl and two starts allow, since the vault was opened. */
    void assertFrugal(String secret, Duration ttl) {
        assertFrugal(secret, ttl, opened);
    }

    /** The same since {@link System#nanoTime} was {@code since}. */
    void assertFrugal(String secret, Duration ttl, long since) {
        long asked = gets(secret);
        long allowed = (System.nanoTime() - since) / ttl.toNanos() + 2;
        assertTrue(
                asked >= 1 && asked <= allowed, secret + " was asked for " + asked + " times, allowed are " + allowed);
    }

    /** Requests of any kind. */
    int requests() {
        return server.requests().size();
    }

    @Override
    public void close() {
        dev.close();
    }
}
