package io.keyweave.devvault.aws;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.LoopbackService;

/** The metadata service of an EC2 instance with a role, in plain HTTP on a port of its own. Thread-safe. */
public final class InstanceMetadata extends LoopbackService {

    private final InstanceMetadataApi api;

    InstanceMetadata(DevVault dev, InstanceMetadataApi api) {
        super(dev, "aws imds", false, api);
        this.api = api;
    }

    /** Whether the instance has no role any more: its credentials are not found. */
    public void detachRole(boolean detached) {
        api.detachRole(detached);
    }

    /** The value for {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }
}
