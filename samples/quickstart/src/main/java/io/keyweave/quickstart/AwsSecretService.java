package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsServer;
import java.util.Map;

/** AWS Secrets Manager, which the agent knows by its extension. */
final class AwsSecretService implements SecretService {

    private final AwsServer server;
    private final String extension;

    /** @param extension the path of {@code keyweave-aws.jar} */
    AwsSecretService(DevVault dev, String extension) {
        this.server = AwsServer.in(dev);
        this.extension = extension;
    }

    @Override
    public String put(String name, String value) {
        return server.secrets().put("prod/" + name, value);
    }

    @Override
    public String reference(String name) {
        return "$<aws:prod/" + name;
    }

    @Override
    public String settings() {
        return "extensions=" + extension;
    }

    @Override
    public Map<String, String> identity() {
        return server.environment();
    }
}
