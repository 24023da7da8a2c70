package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Permission;
import io.keyweave.devvault.VaultServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Vaults on loopback with secrets {@code secret-N}, worth {@code value-N}: a quick one and one 20 ms away with a hundred each, and
 * one with twenty, of which Spring Cloud Azure reads all there are.
 */
final class Vaults implements AutoCloseable {

    private static final int SECRETS = 100;
    private static final int SHOP_SECRETS = 20;

    private final DevVault dev = DevVault.start();
    private final VaultServer quick = dev.vault("quick");
    private final VaultServer slow = dev.vault("slow");
    private final VaultServer shop = dev.vault("shop");
    private final Path trustStore;

    /** @param work where the trust store is written for those who have no {@code ca=} */
    Vaults(Path work) throws IOException, GeneralSecurityException {
        slow.latency(Duration.ofMillis(20));
        for (int i = 0; i < SECRETS; i++) {
            quick.put("secret-" + i, "value-" + i);
            slow.put("secret-" + i, "value-" + i);
        }
        for (int i = 0; i < SHOP_SECRETS; i++) {
            shop.put("secret-" + i, "value-" + i);
        }
        // Spring Cloud Azure lists the vault.
        shop.grant(dev.appService().systemAssigned(), Set.of(Permission.GET, Permission.LIST));
        trustStore = trustStore(dev.certificateFile(), work.resolve("trust.p12"));
    }

    /** Writes a trust store with all certificates of a PEM file, for those who have no {@code ca=}. */
    private static Path trustStore(Path certificates, Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        addCertificates(store, certificates);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    /** Adds all certificates of a PEM file. */
    static void addCertificates(KeyStore store, Path certificates) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificates)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("dev-vault-" + store.size(), certificate);
            }
        }
    }

    String quick() {
        return quick.url().toString();
    }

    String slow() {
        return slow.url().toString();
    }

    String shop() {
        return shop.url().toString();
    }

    /** Keyweave's agent arguments. */
    String settings() {
        return "=ca=" + dev.certificateFile() + ",vault.quick=" + quick.url() + ",vault.slow=" + slow.url()
                + ",vault.shop=" + shop.url() + ",auth=managed-identity";
    }

    /** For an application that talks to the vault itself. */
    List<String> trustOptions() {
        return List.of("-Djavax.net.ssl.trustStore=" + trustStore, "-Djavax.net.ssl.trustStorePassword=changeit");
    }

    /** A virtual machine's managed identity. */
    Map<String, String> machineEnvironment() {
        return dev.managedIdentityEnvironment();
    }

    /** App Service's managed identity. */
    Map<String, String> appServiceEnvironment() {
        return dev.appServiceEnvironment();
    }

    @Override
    public void close() {
        dev.close();
    }
}
