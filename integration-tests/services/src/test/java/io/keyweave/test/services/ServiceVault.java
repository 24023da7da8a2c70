package io.keyweave.test.services;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;

/** A vault named {@code contoso} and how a JVM reaches it. */
final class ServiceVault implements AutoCloseable {

    private final DevVault dev = DevVault.start();
    private final VaultServer server = dev.vault("contoso");

    /** @return the new version */
    String put(String secret, String value) {
        return server.put(secret, value);
    }

    /** A JVM with the agent; log=debug tells each login's version. */
    ForkedJvm jvm(Jdk jdk) {
        return ForkedJvm.on(jdk)
                .agent("vault.contoso=" + server.url() + ",ca=" + dev.certificateFile() + ",ttl=2s,log=debug")
                .environment(dev.environment());
    }

    @Override
    public void close() {
        dev.close();
    }
}
