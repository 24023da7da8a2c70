package io.keyweave.test;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;

/** A dev vault with one vault called {@code contoso}, and JVMs with the agent that may read it. */
public final class Contoso implements AutoCloseable {

    private final DevVault dev = DevVault.start();
    private final VaultServer vault = dev.vault("contoso");

    /** The vault's surroundings: identities, requests for tokens, the certificate. */
    public DevVault dev() {
        return dev;
    }

    public VaultServer vault() {
        return vault;
    }

    /** The agent's settings that lead to the vault; others are appended after a comma. */
    public String settings() {
        return "ca=" + dev.certificateFile() + ",vault.contoso=" + vault.url();
    }

    /** A JVM with the agent and an identity. Settings as in {@code ttl=5m}. */
    public ForkedJvm jvm(Jdk jdk, String... settings) {
        StringBuilder all = new StringBuilder(settings());
        for (String setting : settings) {
            all.append(',').append(setting);
        }
        return ForkedJvm.on(jdk).agent(all.toString()).environment(dev.environment());
    }

    @Override
    public void close() {
        dev.close();
    }
}
