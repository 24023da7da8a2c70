package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Permission;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
    private final Path work;

    /** @param work where trust stores are written */
    Vaults(Path work) {
        this.work = work;
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
    List<String> trustOptions(Jdk jdk) throws IOException, GeneralSecurityException {
        return TrustStore.options(jdk, dev.certificateFile(), work);
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
