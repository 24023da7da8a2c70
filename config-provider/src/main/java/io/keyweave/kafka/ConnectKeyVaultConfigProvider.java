package io.keyweave.kafka;

import org.apache.kafka.connect.components.Versioned;

/** The same for Connect's {@code plugin.path}, where plug-ins tell their version. Clients and brokers have no such interface. */
public final class ConnectKeyVaultConfigProvider extends KeyVaultConfigProvider implements Versioned {

    /** Does nothing. */
    public ConnectKeyVaultConfigProvider() {}

    /** The version of Keyweave, {@code unknown} when the package has no manifest. */
    @Override
    public String version() {
        String version = ConnectKeyVaultConfigProvider.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
