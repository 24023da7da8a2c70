package io.keyweave.test.databases;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;

/** A dev vault called {@code contoso}, and JVMs with the agent that read it. */
final class DatabaseVault implements AutoCloseable {

    private final DevVault dev = DevVault.start();
    private final VaultServer server = dev.vault("contoso");

    String put(String secret, String value) {
        return server.put(secret, value);
    }

    ForkedJvm jvm(Jdk jdk, String settings) {
        return ForkedJvm.on(jdk)
                .agent("vault.contoso=" + server.url() + ",ca=" + dev.certificateFile() + "," + settings)
                .environment(dev.environment());
    }

    @Override
    public void close() {
        dev.close();
    }
}
