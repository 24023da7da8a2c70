package io.keyweave.devvault.aws;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.LoopbackService;

/** The credentials endpoint of a container, in plain HTTP on a port of its own. Thread-safe. */
public final class ContainerCredentials extends LoopbackService {

    ContainerCredentials(DevVault dev, ContainerCredentialsApi api) {
        super(dev, "aws container", false, api);
    }

    /** The value for {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    public String url() {
        return "http://127.0.0.1:" + port() + ContainerCredentialsApi.PATH;
    }
}
