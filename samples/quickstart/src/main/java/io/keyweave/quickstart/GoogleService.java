package io.keyweave.quickstart;

import io.keyweave.devvault.gcp.GoogleCloud;
import java.util.Map;

/**
 * Google Secret Manager.
 *
 * @param extension the jar with the scheme {@code gcp}
 */
record GoogleService(GoogleCloud google, String extension) implements SecretService {

    @Override
    public String scheme() {
        return "gcp";
    }

    @Override
    public String put(String secret, String value) {
        return String.valueOf(google.secretManager().put("projects/contoso-prod/secrets/" + secret, value));
    }

    @Override
    public String settings() {
        return "extensions=" + extension + ",gcp.endpoint="
                + google.secretManager().url();
    }

    @Override
    public Map<String, String> environment() {
        return google.environment();
    }
}
