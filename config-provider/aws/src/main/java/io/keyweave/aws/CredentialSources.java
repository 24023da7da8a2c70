package io.keyweave.aws;

import io.keyweave.ProviderSettings;
import io.keyweave.aws.CredentialChain.Source;
import io.keyweave.http.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * What of the SDK's default chain there is to ask here, in its order: system properties, environment, web identity, profile, container, instance.
 * A source that nothing speaks of is left out, so that none of its classes is loaded; profile and instance need nothing to be set and are always
 * asked.
 */
final class CredentialSources {

    private final ProviderSettings settings;
    private final Transport transport;
    private final Supplier<Region> region;

    /** @param region where STS is asked */
    CredentialSources(ProviderSettings settings, Transport transport, Supplier<Region> region) {
        this.settings = settings;
        this.transport = transport;
        this.region = region;
    }

    CredentialChain chain() {
        String profile = settings.text(SecretsManagerProvider.PROFILE);
        if (profile != null) {
            return new CredentialChain(List.of(new Source(
                    "the profile " + profile + " (" + settings.origin(SecretsManagerProvider.PROFILE) + ")",
                    true,
                    () -> ProfileCredentialsProvider.create(profile))));
        }
        List<Source> sources = new ArrayList<>();
        if (settings.systemProperty("aws.accessKeyId") != null) {
            sources.add(new Source(
                    "the system properties aws.accessKeyId and aws.secretAccessKey",
                    true,
                    SystemPropertyCredentialsProvider::create));
        }
        if (either("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY") != null) {
            sources.add(new Source(
                    "the environment (AWS_ACCESS_KEY_ID)", true, EnvironmentVariableCredentialsProvider::create));
        }
        if (set("AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile")) {
            sources.add(new Source("web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", true, this::webIdentity));
        }
        String named = either("AWS_PROFILE", "AWS_DEFAULT_PROFILE");
        sources.add(new Source(
                "the profile " + (named == null ? "default" : named),
                named != null,
                ProfileCredentialsProvider::create));
        if (set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "aws.containerCredentialsPath")
                || set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "aws.containerCredentialsFullUri")) {
            sources.add(new Source(
                    "the container's endpoint (AWS_CONTAINER_CREDENTIALS_...)",
                    true,
                    () -> ContainerCredentialsProvider.builder().build()));
        }
        if (!"true".equalsIgnoreCase(settings.environment("AWS_EC2_METADATA_DISABLED"))) {
            sources.add(
                    new Source("the metadata of the EC2 instance", false, InstanceProfileCredentialsProvider::create));
        }
        return new CredentialChain(sources);
    }

    /** Made here and not by the SDK's reflection, for its region and for no retries; role and file are read by the SDK. */
    private StsWebIdentityTokenFileCredentialsProvider webIdentity() {
        StsClient sts = StsClient.builder()
                .region(region.get())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new TransportHttpClient(transport))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        return StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .build();
    }

    private boolean set(String variable, String property) {
        return settings.environment(variable) != null || settings.systemProperty(property) != null;
    }

    private @Nullable String either(String variable, String other) {
        String value = settings.environment(variable);
        return value != null ? value : settings.environment(other);
    }
}
