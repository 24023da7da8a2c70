package io.keyweave.devvault.gcp;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.LoopbackService;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The metadata server of a machine, in plain HTTP on a port of its own as the real one is. Thread-safe. */
public final class MetadataServer extends LoopbackService {

    private final MetadataApi api;

    MetadataServer(DevVault dev, MetadataApi api) {
        super(dev, "google metadata", false, api);
        this.api = api;
    }

    /** The environment variable that makes Google's libraries ask here. */
    public Map<String, String> environment() {
        return Map.of("GCE_METADATA_HOST", "127.0.0.1:" + port());
    }

    /** Says whose tokens it issues; null takes the machine's service account away. */
    public void serviceAccount(@Nullable ServiceAccount account) {
        api.account(account);
    }

    /** The access scopes of the machine: what its tokens are good for, whatever a request names. */
    public void accessScopes(Set<String> scopes) {
        api.accessScopes(scopes);
    }
}
