package io.keyweave.quickstart;

import io.keyweave.devvault.aws.AwsServer;
import java.util.Map;

/**
 * AWS Secrets Manager.
 *
 * @param extension the jar with the scheme {@code aws}
 */
record AwsService(AwsServer server, String extension) implements SecretService {

    @Override
    public String scheme() {
        return "aws";
    }

    @Override
    public String put(String secret, String value) {
        return server.secrets().put("contoso-prod/" + secret, value);
    }

    @Override
    public String settings() {
        return "extensions=" + extension;
    }

    @Override
    public Map<String, String> environment() {
        return server.environment();
    }
}
