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

    /**
     * A JVM with the agent and an identity. Settings as in {@code ttl=5m}. Without {@code startup-timeout} among them it is patient: the vault answers,
     * and is to be heard on the slowest machine. A test whose vault does not answer sets less.
     */
    public ForkedJvm jvm(Jdk jdk, String... settings) {
        StringBuilder all = new StringBuilder(settings()).append(patience(settings));
        for (String setting : settings) {
            all.append(',').append(setting);
        }
        return ForkedJvm.on(jdk).agent(all.toString()).environment(dev.environment());
    }

    /** The {@code startup-timeout} of a start that must succeed, after a comma; nothing if one is set. */
    public static String patience(String... settings) {
        return String.join(",", settings).contains("startup-timeout=") ? "" : ",startup-timeout=120s";
    }

    @Override
    public void close() {
        dev.close();
    }
}
